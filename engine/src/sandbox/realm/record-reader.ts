export interface RealmRecord {
  readonly now: number;
  readonly seed: string;
  readonly input: unknown;
  readonly bindings: Readonly<Record<string, unknown>>;
}

/** Walks over the records of a job. */
export interface RecordReader {
  hasNext(): boolean;
  /** The record that is next; a value that an earlier record had may be the same object when `mayShare`. */
  next(mayShare: boolean): RealmRecord;
  /** A text of the record that is next. */
  text(place: number): string;
  /** The value of such a text; `mayShare` as above. */
  value(place: number, mayShare: boolean): unknown;
  /** Clock and seed of the record that is next. */
  world(): { readonly now: number; readonly seed: string };
  /** Goes on to the record after. */
  skip(): void;
}

/** Data can never pass for one of the evaluator's own functions, and no digit of a number is lost. */
export function parseData(given: string, quoteLongNumbers: (text: string) => string): unknown {
  const text = quoteLongNumbers(given);
  if (!text.includes('_jsonata_') && !text.includes('\\u')) return JSON.parse(text);
  return JSON.parse(text, function (this: unknown, key, value) {
    return key.startsWith('_jsonata_') && !Array.isArray(this) ? undefined : value;
  });
}

export interface Given {
  readonly facts: readonly unknown[];
  readonly texts: string;
  quoteLongNumbers(text: string): string;
}

/** `facts` and `texts` as in `EvaluateHeader`. */
export function createRecordReader(names: readonly string[], { facts, texts, quoteLongNumbers }: Given): RecordReader {
  const count = names.length + 1;
  const width = count + 2;
  const froms = new Array<number>(count).fill(0);
  const ends = new Array<number>(count).fill(0);
  const values = new Array<unknown>(count);
  const parsed = new Array<boolean>(count).fill(false);
  let at = 0;
  let end = 0;

  /** Finds where the texts of the record at `at` lie. */
  function locate(): void {
    for (let place = 0; place < count; place += 1) {
      const length = facts[at * width + 2 + place];
      if (typeof length !== 'number' || length < 0) continue;
      froms[place] = end;
      end += length;
      ends[place] = end;
      parsed[place] = false;
    }
  }

  function read(place: number, mayShare: boolean): unknown {
    if (!mayShare) return parseData(texts.slice(froms[place], ends[place]), quoteLongNumbers);
    if (!parsed[place]) {
      values[place] = parseData(texts.slice(froms[place], ends[place]), quoteLongNumbers);
      parsed[place] = true;
    }
    return values[place];
  }

  function world(): { readonly now: number; readonly seed: string } {
    return { now: Number(facts[at * width]), seed: String(facts[at * width + 1]) };
  }

  locate();
  return {
    hasNext: () => at * width < facts.length,
    next(mayShare) {
      const bindings: Record<string, unknown> = {};
      for (let place = 1; place < count; place += 1) bindings[names[place - 1] ?? ''] = read(place, mayShare);
      return { ...world(), input: read(0, mayShare), bindings };
    },
    text: (place) => texts.slice(froms[place], ends[place]),
    value: read,
    world,
    skip() {
      at += 1;
      if (at * width < facts.length) locate();
    },
  };
}
