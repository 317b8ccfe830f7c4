export {
  childrenOf,
  type GroupNode,
  isPairs,
  leftOf,
  type Node,
  need,
  type Pair,
  pairsOf,
  type StageNode,
} from './ast.ts';
export { builtinNames } from './builtin-names.ts';
export { parse } from './parse.ts';
