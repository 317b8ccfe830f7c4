/** What an expression reads beside its input. */
export interface NamesRead {
  /** Of steps, as `$nodes.hours` reads the step `hours`. */
  readonly nodes: readonly string[];
  readonly trigger: boolean;
  readonly run: boolean;
  readonly parameters: boolean;
  readonly item: boolean;
}

/** The names that an expression reads, found in its text. A name in a comment counts as well: it does no harm. */
export function namesIn(expression: string): NamesRead {
  const has = (name: string) => new RegExp(`\\$${name}\\b`).test(expression);
  const nodes = [...expression.matchAll(/\$nodes\s*\.\s*`?([A-Za-z_]\w*)/g)].map(([, id = '']) => id);
  return {
    nodes: [...new Set(nodes)].sort(),
    trigger: has('trigger'),
    run: has('run'),
    parameters: has('parameters'),
    item: has('item') || has('index'),
  };
}
