/** What a person reads about a node, in English, with its Canadian French beside it. */
export interface Wording {
  /** An imperative of a few words: "Create an invoice". */
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
  readonly fr: { readonly title: string; readonly summary: string };
  /** Other words that people search by, in either language. */
  readonly keywords?: readonly string[];
}
