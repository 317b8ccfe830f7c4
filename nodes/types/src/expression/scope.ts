import type { Type } from '../type/type.ts';

/** The variables that can be seen at a place. Blocks and calls open one each, as they do when they run. */
export class Scope {
  readonly parent: Scope | undefined;
  readonly #bindings = new Map<string, Type>();

  constructor(parent?: Scope, bindings: Readonly<Record<string, Type>> = {}) {
    this.parent = parent;
    for (const [name, type] of Object.entries(bindings)) this.#bindings.set(name, type);
  }

  bind(name: string, type: Type): void {
    this.#bindings.set(name, type);
  }

  find(name: string): Type | undefined {
    return this.#bindings.get(name) ?? this.parent?.find(name);
  }

  /** The nearest of a name wins. */
  list(): ReadonlyMap<string, Type> {
    return new Map([...(this.parent?.list() ?? []), ...this.#bindings]);
  }
}
