/** One parameter of a signature of JSONata's own, such as `<s-nn?:s>`. */
export interface Parameter {
  /** Pattern over the letters of the arguments' kinds. */
  readonly pattern: string;
  readonly letters: string;
  readonly isList: boolean;
  /** Kind of a list's items. */
  readonly itemLetter?: string;
  /** `$` fills it when it is not given. */
  readonly fromContext: boolean;
  readonly optional: boolean;
}

function closing(text: string, start: number, pair: '()' | '<>'): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === pair[0]) depth += 1;
    else if (text[at] === pair[1]) depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}

function fresh(letters: string): Parameter {
  const isList = letters === 'a';
  const every = letters === 'a' || letters === 'x' ? 'asnblfo' : letters === 'j' ? 'asnblo' : letters;
  return {
    pattern: letters === 'f' ? 'f' : `[${every}m]`,
    letters: every,
    isList,
    fromContext: false,
    optional: false,
  };
}

const suffixes: Readonly<Record<string, (last: Parameter) => Parameter>> = {
  '-': (last) => ({ ...last, pattern: `${last.pattern}?`, fromContext: true, optional: true }),
  '?': (last) => ({ ...last, pattern: `${last.pattern}?`, optional: true }),
  '+': (last) => ({ ...last, pattern: `${last.pattern}+` }),
};

/** Reads one parameter, or what follows one, and says where it ends. */
function readOne(definition: string, at: number, parameters: Parameter[]): number {
  const letter = definition[at] ?? '';
  const last = parameters.at(-1);
  const suffix = suffixes[letter];
  if (letter === '(') {
    const end = closing(definition, at, '()');
    parameters.push(fresh(definition.slice(at + 1, end)));
    return end;
  }
  if (letter === '<' && last !== undefined) {
    if (last.isList) parameters.splice(-1, 1, { ...last, itemLetter: definition[at + 1] ?? 'x' });
    return closing(definition, at, '<>');
  }
  if (suffix !== undefined && last !== undefined) parameters.splice(-1, 1, suffix(last));
  else parameters.push(fresh(letter));
  return at;
}

/** The parameters of a signature; what it says of the result is not looked at, as the reference doesn't either. */
export function parseSignature(definition: string): readonly Parameter[] {
  const parameters: Parameter[] = [];
  for (let at = 1; at < definition.length && definition[at] !== ':' && definition[at] !== '>'; at += 1) {
    at = readOne(definition, at, parameters);
  }
  return parameters;
}
