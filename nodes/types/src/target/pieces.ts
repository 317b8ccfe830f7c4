import { type Node, pairsOf } from '@invoicepatch/jsonata/syntax';

/** The piece of an expression that makes a field of its result, when it can be told. */
export function pieceOfField(node: Node | undefined, name: string): Node | undefined {
  const maker = objectMaker(node);
  const pair = maker && pairsOf(maker).find(([key]) => key.type === 'string' && key.value === name);
  return pair?.[1];
}

/** The object constructor that gives the result. */
function objectMaker(node: Node | undefined): Node | undefined {
  if (node === undefined || node.predicate !== undefined || node.group !== undefined) return undefined;
  if (node.type === 'unary' && node.value === '{') return node;
  if (node.type === 'block') return objectMaker(node.expressions?.at(-1));
  return node.type === 'path' ? objectMaker(node.steps?.at(-1)) : undefined;
}

/** The piece that makes the items of a list. */
export function pieceOfItems(node: Node | undefined): Node | undefined {
  if (node === undefined) return undefined;
  if (node.type === 'block') return pieceOfItems(node.expressions?.at(-1));
  if (node.type === 'unary' && node.value === '[' && node.expressions?.length === 1) return node.expressions[0];
  return node.type === 'path' ? node : undefined;
}
