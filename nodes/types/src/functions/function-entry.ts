/** A built-in function: how it is called, and what people are told of it. */
export interface FunctionEntry {
  /** Without the dollar sign. */
  readonly name: string;
  /** In JSONata's own notation. */
  readonly signature: string;
  /** How many arguments functions that call it hand to it. */
  readonly arity: number;
  /** Names of its parameters, for people; those with a question mark may be left out. */
  readonly parameters: string;
  readonly en: string;
  readonly fr: string;
}
