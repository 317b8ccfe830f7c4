import { type ArrayPart, fieldOf, type ObjectPart, type Type } from './type.ts';

function inObject(part: ObjectPart, value: object): boolean {
  const names = new Set([...Object.keys(value), ...part.fields.keys()]);
  return [...names].every((name) =>
    contains(fieldOf(part, name), Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined),
  );
}

function inArray({ items, min, max }: ArrayPart, value: readonly unknown[]): boolean {
  return value.length >= min && value.length <= max && value.every((item) => contains(items, item));
}

function isOne<T>(literals: readonly T[] | undefined, value: T): boolean {
  return literals === undefined || literals.includes(value);
}

function ofObject(type: Type, value: object): boolean {
  if (Array.isArray(value)) return type.array !== undefined && inArray(type.array, value);
  return type.object !== undefined && inObject(type.object, value);
}

function ofNumber(type: Type, value: number): boolean {
  const { number } = type;
  return number !== undefined && isOne(number.literals, value) && (!number.integer || !(value % 1));
}

function ofScalar(type: Type, value: unknown): boolean {
  switch (typeof value) {
    case 'boolean':
      return type.boolean === 'both' || type.boolean === String(value);
    case 'number':
      return ofNumber(type, value);
    case 'string':
      return type.string !== undefined && isOne(type.string.literals, value);
    default:
      return type.functions !== undefined;
  }
}

/** Whether a value is one of the type's. Formats are not looked at. */
export function contains(type: Type, value: unknown): boolean {
  if (value === undefined) return type.missing === true;
  if (type.any) return true;
  if (value === null) return type.null === true;
  return typeof value === 'object' ? ofObject(type, value) : ofScalar(type, value);
}
