/** An item on its way through a path: itself under `@`, and the names that were bound to it. */
export type Tuple = Record<string, unknown>;

export function asTuple(value: unknown): Tuple {
  return typeof value === 'object' && value !== null ? Object(value) : Object.create(null);
}

export function fieldOfTuple(value: unknown): unknown {
  return asTuple(value)['@'];
}

/** Whether a tuple, or one around it, binds a name. */
export function hasBound(tuple: Tuple | undefined, name: string): boolean {
  return tuple !== undefined && Object.hasOwn(tuple, name);
}

export function newTuple(from: Tuple): Tuple {
  return Object.assign(Object.create(null), from);
}
