/** A piece of a parsed expression, as the parser of jsonata 2.2.2 gives it. */
export interface Node {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly keepArray?: boolean;
  readonly predicate?: readonly StageNode[];
  readonly stages?: readonly StageNode[];
  readonly group?: GroupNode;
  readonly steps?: readonly Node[];
  readonly keepSingletonArray?: boolean;
  readonly tuple?: boolean;
  readonly consarray?: boolean;
  readonly focus?: string;
  readonly index?: string;
  readonly ancestor?: Slot;
  readonly slot?: Slot;
  readonly terms?: readonly { readonly descending: boolean; readonly expression: Node }[];
  readonly expressions?: readonly Node[];
  readonly expression?: Node;
  readonly lhs?: Node | readonly Pair[];
  readonly rhs?: Node;
  readonly condition?: Node;
  readonly then?: Node;
  readonly else?: Node;
  readonly procedure?: Node;
  readonly arguments?: readonly Node[];
  readonly body?: Node;
  readonly thunk?: boolean;
  readonly signature?: { readonly definition: string };
  readonly pattern?: Node;
  readonly update?: Node;
  readonly delete?: Node;
}

export type Pair = readonly [key: Node, value: Node];

interface Slot {
  readonly label: string;
}

export interface StageNode {
  readonly type: string;
  readonly expr?: Node;
  readonly value?: string;
}

export interface GroupNode {
  readonly lhs: readonly Pair[];
  readonly position?: number;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);
}

const bookkeeping: ReadonlySet<string> = new Set(['ancestor', 'slot', 'seekingParent', 'signature']);

function addNodes(value: unknown, found: Node[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) for (const one of value) addNodes(one, found);
  else if (isNode(value)) found.push(value);
}

/** The pieces that a piece is made of. Ancestors are bookkeeping, not code. */
export function childrenOf(node: object): readonly Node[] {
  const found: Node[] = [];
  for (const [name, value] of Object.entries(node)) if (!bookkeeping.has(name)) addNodes(value, found);
  return found;
}

/** A part that the parser always gives to pieces of this kind. */
export function need<T>(part: T | undefined): T {
  if (part === undefined) throw new TypeError('The parser left out a part of the expression.');
  return part;
}

export function isPairs(lhs: Node | readonly Pair[] | undefined): lhs is readonly Pair[] {
  return Array.isArray(lhs);
}

export function pairsOf(node: Node): readonly Pair[] {
  return isPairs(node.lhs) ? node.lhs : [];
}

export function leftOf(node: Node): Node {
  if (node.lhs === undefined || isPairs(node.lhs)) throw new TypeError('The parser left out the left side.');
  return node.lhs;
}
