import { Refusal } from '../replies.ts';

type Operator = '=' | '<' | '>' | '<=' | '>=' | 'like' | 'in';

export interface Condition {
  readonly field: string;
  readonly operator: Operator;
  readonly values: readonly string[];
}

export interface Query {
  /** `undefined` for `*`. */
  readonly fields: readonly string[] | undefined;
  readonly count: boolean;
  readonly entity: string;
  readonly conditions: readonly Condition[];
  readonly order: readonly { readonly field: string; readonly descending: boolean }[];
  readonly start: number;
  readonly limit: number;
}

interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  readonly value: string;
  readonly at: number;
}

const defaultLimit = 100;
const greatestLimit = 1_000;

function parseError(problem: string): Refusal {
  return new Refusal({ message: 'Error parsing query', detail: `QueryParserError: ${problem}`, code: '4000' });
}

const tokenPattern = /\s*(?:'((?:[^'\\]|\\.)*)'|([A-Za-z0-9_.:+-]+)|(<=|>=|[=<>(),*]))/y;

function readTokens(text: string): readonly Token[] {
  const pattern = new RegExp(tokenPattern);
  const tokens: Token[] = [];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null)
      throw parseError(
        `Lexical error at line 1, column ${at + 1}. Encountered: "${text.slice(at).trim().slice(0, 10)}"`,
      );
    const [, quoted, word, sign] = found;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replace(/\\(.)/g, '$1'), at });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word, at });
    else tokens.push({ kind: 'sign', value: sign ?? '', at });
    at = pattern.lastIndex;
  }
  return tokens;
}

class Reader {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get ended(): boolean {
    return this.#position >= this.#tokens.length;
  }

  next(): Token {
    const token = this.#tokens[this.#position];
    if (token === undefined) throw parseError('Encountered "<EOF>". Was expecting more.');
    this.#position += 1;
    return token;
  }

  /** Takes the token when it is this word or sign. */
  takes(value: string): boolean {
    const token = this.#tokens[this.#position];
    if (token === undefined || token.kind === 'text' || token.value.toLowerCase() !== value) return false;
    this.#position += 1;
    return true;
  }

  needs(value: string): void {
    if (!this.takes(value)) throw this.unexpected(`"${value}"`);
  }

  word(): string {
    const token = this.next();
    if (token.kind !== 'word')
      throw parseError(`Encountered "${token.value}" at line 1, column ${token.at + 1}. Was expecting a name.`);
    return token.value;
  }

  value(): string {
    const token = this.next();
    if (token.kind === 'sign')
      throw parseError(`Encountered "${token.value}" at line 1, column ${token.at + 1}. Was expecting a value.`);
    return token.value;
  }

  number(): number {
    const text = this.word();
    if (!/^\d+$/.test(text)) throw parseError(`Encountered "${text}". Was expecting a whole number.`);
    return Number(text);
  }

  unexpected(expected: string): Refusal {
    const token = this.#tokens[this.#position];
    return parseError(
      `Encountered "${token?.value ?? '<EOF>'}" at line 1, column ${(token?.at ?? 0) + 1}. Was expecting ${expected}.`,
    );
  }
}

function readList(reader: Reader, read: () => string): readonly string[] {
  const values = [read()];
  while (reader.takes(',')) values.push(read());
  return values;
}

function readSelection(reader: Reader): Pick<Query, 'fields' | 'count'> {
  if (reader.takes('*')) return { fields: undefined, count: false };
  if (!reader.takes('count')) return { fields: readList(reader, () => reader.word()), count: false };
  for (const sign of ['(', '*', ')']) reader.needs(sign);
  return { fields: undefined, count: true };
}

function readCondition(reader: Reader): Condition {
  const field = reader.word();
  for (const operator of ['=', '<=', '>=', '<', '>', 'like'] as const) {
    if (reader.takes(operator)) return { field, operator, values: [reader.value()] };
  }
  if (!reader.takes('in')) throw reader.unexpected('an operator');
  reader.needs('(');
  const values = readList(reader, () => reader.value());
  reader.needs(')');
  return { field, operator: 'in', values };
}

function readConditions(reader: Reader): readonly Condition[] {
  if (!reader.takes('where')) return [];
  const conditions = [readCondition(reader)];
  // QuickBooks' language knows no OR: a query with one is refused as it stands.
  while (reader.takes('and')) conditions.push(readCondition(reader));
  return conditions;
}

function readOrder(reader: Reader): Query['order'] {
  if (reader.takes('order')) reader.needs('by');
  else if (!reader.takes('orderby')) return [];
  const order = [];
  do {
    const field = reader.word();
    const descending = reader.takes('desc');
    if (!descending) reader.takes('asc');
    order.push({ field, descending });
  } while (reader.takes(','));
  return order;
}

/** Reads one `select` of QuickBooks' query language. */
export function parseQuery(text: string): Query {
  const reader = new Reader(readTokens(text));
  reader.needs('select');
  const selection = readSelection(reader);
  reader.needs('from');
  const entity = reader.word();
  const conditions = readConditions(reader);
  const order = readOrder(reader);
  const start = reader.takes('startposition') ? reader.number() : 1;
  const limit = reader.takes('maxresults') ? reader.number() : defaultLimit;
  if (!reader.ended) throw reader.unexpected('<EOF>, "and", "order", "startposition" or "maxresults"');
  if (start < 1) throw parseError('startposition begins at 1.');
  return { ...selection, entity, conditions, order, start, limit: Math.min(limit, greatestLimit) };
}
