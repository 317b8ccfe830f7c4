import { childrenOf, leftOf, type Node } from '../parse/ast.ts';

/** Names that expressions bind in the frame they stand in, and how often. */
export function boundNames(nodes: readonly Node[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const visit = (node: Node): void => {
    if (node.type === 'bind') {
      const name = String(leftOf(node).value);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    for (const child of partsInFrame(node)) visit(child);
  };
  nodes.forEach(visit);
  return counts;
}

/** A block and a function open a frame of their own; what is attached to them does not. */
function partsInFrame(node: Node): readonly Node[] {
  const opensFrame = node.type === 'block' || (node.type === 'lambda' && node.thunk !== true);
  if (!opensFrame) return childrenOf(node);
  return [...(node.predicate ?? []), ...(node.stages ?? []), ...(node.group === undefined ? [] : [node.group])].flatMap(
    childrenOf,
  );
}

/** Names of functions that an expression uses as values: whoever gets one may call it. */
export function handedNames(root: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: Node, isCalled: boolean): void => {
    if (node.type === 'variable' && !isCalled) names.add(String(node.value));
    for (const child of childrenOf(node)) visit(child, node.type === 'function' && child === node.procedure);
  };
  visit(root, false);
  return names;
}

/** Names that `@`, `#` and `%` bind anywhere in an expression. */
export function tupleNames(root: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: Node): void => {
    if (node.focus !== undefined) names.add(node.focus);
    if (typeof node.index === 'string') names.add(node.index);
    if (node.ancestor !== undefined) names.add(node.ancestor.label);
    if (node.type === 'index' && typeof node.value === 'string') names.add(node.value);
    childrenOf(node).forEach(visit);
  };
  visit(root);
  return names;
}
