export interface FreeVariables {
  /** Name → position of its first use. */
  readonly names: ReadonlyMap<string, number>;
  /** Ids read as `$nodes.<id>`; `undefined` when `$nodes` is used in another way. */
  readonly nodes: readonly string[] | undefined;
}

/** A piece of a parsed expression. */
interface Piece {
  readonly type?: unknown;
  readonly value?: unknown;
  readonly position?: unknown;
  readonly [property: string]: unknown;
}

interface Scope {
  readonly own: Set<string>;
  readonly outer: Scope | undefined;
}

export function isPiece(value: unknown): value is Piece {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof RegExp);
}

export function isBound(scope: Scope | undefined, name: string): boolean {
  return scope !== undefined && (scope.own.has(name) || isBound(scope.outer, name));
}

/** Which variables a parsed JSONata expression reads without giving them a value itself. */
export class FreeVariableFinder {
  readonly #names = new Map<string, number>();
  readonly #nodes = new Set<string>();
  #nodesUnknown = false;

  find(ast: unknown): FreeVariables {
    this.#visit(ast, { own: new Set(), outer: undefined });
    return { names: this.#names, nodes: this.#nodesUnknown ? undefined : [...this.#nodes] };
  }

  #visit(piece: unknown, scope: Scope): void {
    if (Array.isArray(piece)) for (const one of piece) this.#visit(one, scope);
    if (!isPiece(piece)) return;
    this.#bind(scope, piece['focus']);
    this.#bind(scope, piece['index']);
    this.#visitKind(piece, scope);
  }

  #visitKind(piece: Piece, scope: Scope): void {
    const inner = { own: new Set<string>(), outer: scope };
    if (piece.type === 'path') this.#visitPath(piece, inner);
    else if (piece.type === 'lambda') this.#visitLambda(piece, inner);
    else if (piece.type === 'block') this.#visitRest(piece, inner);
    else if (piece.type === 'bind') this.#visitBinding(piece, scope);
    else if (piece.type === 'index') this.#bind(scope, piece.value);
    else {
      if (piece.type === 'variable') this.#read(piece, scope);
      this.#visitRest(piece, scope);
    }
  }

  #visitRest(piece: Piece, scope: Scope): void {
    const notCode = ['ancestor', 'slot', 'seekingParent'];
    for (const [key, value] of Object.entries(piece)) if (!notCode.includes(key)) this.#visit(value, scope);
  }

  #visitPath({ steps, ...rest }: Piece, scope: Scope): void {
    const list: readonly unknown[] = Array.isArray(steps) ? steps : [];
    this.#visit(this.#readNode(list, scope) ? list.slice(1) : list, scope);
    this.#visitRest({ ...rest, type: undefined }, scope);
  }

  #visitLambda({ arguments: parameters, body }: Piece, scope: Scope): void {
    for (const parameter of Array.isArray(parameters) ? parameters : []) {
      if (isPiece(parameter)) this.#bind(scope, parameter.value);
    }
    this.#visit(body, scope);
  }

  #visitBinding({ lhs, rhs }: Piece, scope: Scope): void {
    const name = isPiece(lhs) ? lhs.value : undefined;
    // A function may call itself by the name that it is about to get.
    if (isPiece(rhs) && rhs.type === 'lambda') this.#bind(scope, name);
    this.#visit(rhs, scope);
    this.#bind(scope, name);
  }

  #bind(scope: Scope, name: unknown): void {
    if (typeof name === 'string') scope.own.add(name);
  }

  #read({ value: name, position }: Piece, scope: Scope): void {
    if (typeof name !== 'string' || name === '' || name === '$' || isBound(scope, name)) return;
    this.#note(name, position);
    if (name === 'nodes') this.#nodesUnknown = true;
  }

  #note(name: string, position: unknown): void {
    if (!this.#names.has(name)) this.#names.set(name, typeof position === 'number' ? position : 0);
  }

  /** `$nodes.<id>` and nothing in between. */
  #readNode([first, second]: readonly unknown[], scope: Scope): boolean {
    if (!isPiece(first) || first.type !== 'variable' || first.value !== 'nodes' || isBound(scope, 'nodes'))
      return false;
    const isPlain = Object.keys(first).every((key) => ['type', 'value', 'position'].includes(key));
    if (!isPlain || !isPiece(second) || second.type !== 'name' || typeof second.value !== 'string') return false;
    this.#note('nodes', first.position);
    this.#nodes.add(second.value);
    return true;
  }
}
