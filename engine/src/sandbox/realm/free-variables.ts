export interface FreeVariables {
  /** Name → position of its first use. */
  readonly names: ReadonlyMap<string, number>;
  /** Ids read as `$nodes.<id>`; `undefined` when `$nodes` is used in another way. */
  readonly nodes: readonly string[] | undefined;
}

interface Piece {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly position?: unknown;
  readonly [property: string]: unknown;
}

/** Runs inside an isolate, as text: which variables a parsed JSONata expression reads without giving them a value itself. */
export function findFreeVariables(ast: unknown): FreeVariables {
  const names = new Map<string, number>();
  const nodes = new Set<string>();
  let nodesUnknown = false;
  type Scope = { readonly own: Set<string>; readonly outer: Scope | undefined };

  const isPiece = (value: unknown): value is Piece =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);
  const isBound = (scope: Scope | undefined, name: string): boolean =>
    scope !== undefined && (scope.own.has(name) || isBound(scope.outer, name));
  const inner = (outer: Scope): Scope => ({ own: new Set(), outer });
  const bind = (scope: Scope, name: unknown) => {
    if (typeof name === 'string') scope.own.add(name);
  };

  function read(piece: Piece, scope: Scope): void {
    const name = piece.value;
    if (typeof name !== 'string' || name === '' || name === '$' || isBound(scope, name)) return;
    if (!names.has(name)) names.set(name, typeof piece.position === 'number' ? piece.position : 0);
    if (name === 'nodes') nodesUnknown = true;
  }

  /** `$nodes.<id>` and nothing in between. */
  function readNodePath(steps: readonly unknown[], scope: Scope): readonly unknown[] {
    const [first, second] = steps;
    if (!isPiece(first) || first.type !== 'variable' || first.value !== 'nodes' || isBound(scope, 'nodes')) return steps;
    const plain = Object.keys(first).every((key) => key === 'type' || key === 'value' || key === 'position');
    if (!plain || !isPiece(second) || second.type !== 'name' || typeof second.value !== 'string') return steps;
    if (!names.has('nodes')) names.set('nodes', typeof first.position === 'number' ? first.position : 0);
    nodes.add(second.value);
    return steps.slice(1);
  }

  function visitEach(pieces: unknown, scope: Scope): void {
    if (Array.isArray(pieces)) for (const piece of pieces) visit(piece, scope);
    else visit(pieces, scope);
  }

  function visitRest(piece: Piece, scope: Scope, done: readonly string[]): void {
    for (const key of Object.keys(piece)) if (!done.includes(key)) visitEach(piece[key], scope);
  }

  function visitPath(piece: Piece, outer: Scope): void {
    const scope = inner(outer);
    visitEach(readNodePath(Array.isArray(piece['steps']) ? piece['steps'] : [], scope), scope);
    visitRest(piece, scope, ['steps']);
  }

  function visitLambda(piece: Piece, outer: Scope): void {
    const scope = inner(outer);
    for (const argument of Array.isArray(piece['arguments']) ? piece['arguments'] : []) {
      if (isPiece(argument)) bind(scope, argument.value);
    }
    visit(piece['body'], scope);
  }

  function visitBinding(piece: Piece, scope: Scope): void {
    const { lhs, rhs } = piece;
    // A function may call itself by the name that it is about to get.
    if (isPiece(lhs) && isPiece(rhs) && rhs.type === 'lambda') bind(scope, lhs.value);
    visit(rhs, scope);
    if (isPiece(lhs)) bind(scope, lhs.value);
  }

  function visit(piece: unknown, scope: Scope): void {
    if (Array.isArray(piece)) return visitEach(piece, scope);
    if (!isPiece(piece)) return;
    bind(scope, piece['focus']);
    bind(scope, piece['index']);
    if (piece.type === 'path') return visitPath(piece, scope);
    if (piece.type === 'lambda') return visitLambda(piece, scope);
    if (piece.type === 'bind') return visitBinding(piece, scope);
    if (piece.type === 'index') return bind(scope, piece.value);
    if (piece.type === 'variable') read(piece, scope);
    visitRest(piece, piece.type === 'block' ? inner(scope) : scope, ['ancestor', 'slot', 'seekingParent', 'value']);
  }

  visit(ast, { own: new Set(), outer: undefined });
  return { names, nodes: nodesUnknown ? undefined : [...nodes] };
}
