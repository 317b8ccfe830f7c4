/** What the compiler knows about a value before it exists. `?` means: or nothing. */
export type Kind =
  | 'any'
  | 'number'
  | 'number?'
  | 'string'
  | 'boolean'
  | 'boolean?'
  | 'object'
  | 'null'
  | 'function'
  | 'list'
  | 'nothing';

export interface Value {
  /** A name or a literal: it can be written twice without being worked out twice. */
  readonly js: string;
  readonly kind: Kind;
  /** It comes out of JSON text: no list in it carries a mark. */
  readonly isData: boolean;
  /** It may be the input wrapped as one item. */
  readonly isRoot?: boolean;
  /** It is unwrapped already; a second time could unwrap what it holds. */
  readonly isUnwrapped?: boolean;
}

export const nothing: Value = { js: 'undefined', kind: 'nothing', isData: true };

const single: readonly Kind[] = [
  'number',
  'number?',
  'string',
  'boolean',
  'boolean?',
  'object',
  'null',
  'function',
  'nothing',
];
const defined: readonly Kind[] = ['number', 'string', 'boolean', 'object', 'null', 'function', 'list'];
const primitive: readonly Kind[] = ['number', 'string', 'boolean', 'null'];

export const isNeverList = ({ kind }: Value): boolean => single.includes(kind);
export const isDefined = ({ kind }: Value): boolean => defined.includes(kind);
export const isPrimitive = ({ kind }: Value): boolean => primitive.includes(kind);

/** Text of a program goes into code only through here. */
export const quote = (text: string): string =>
  JSON.stringify(text).replace(/[\u2028\u2029]/g, (mark) => `\\u${mark.charCodeAt(0).toString(16)}`);

export function numberLiteral(value: number): string {
  if (Object.is(value, -0)) return '(-0)';
  return value < 0 ? `(${value})` : String(value);
}

// A field of one of these names could be inherited, or be a function's own.
const guarded = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  ...['__proto__', 'arity', 'apply', '_jsonata_lambda', '_jsonata_function', '_run', '_signature', '_handed'],
  ...['_position', '_token', '_callee', '_args', '_site', '_implementation'],
]);

export const isGuarded = (name: string): boolean => guarded.has(name);
