import type { z } from '@invoicepatch/sdk';

export interface SchemaField {
  /** `lines[].amount` */
  readonly place: string;
  readonly schema: z.ZodType;
  readonly title: string | undefined;
  readonly fr: string | undefined;
  readonly examples: readonly unknown[];
}

interface Shape {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly element?: z.ZodType;
  readonly innerType?: z.ZodType;
  readonly options?: readonly z.ZodType[];
  readonly valueType?: z.ZodType;
  readonly in?: z.ZodType;
}

function listInner(schema: z.ZodType, place: string): readonly SchemaField[] {
  const { shape, element, innerType, options, valueType, in: source } = schema.def as unknown as Shape;
  if (shape !== undefined)
    return Object.entries(shape).flatMap(([name, member]) =>
      listField(member, place === '' ? name : `${place}.${name}`),
    );
  if (element !== undefined) return listInner(element, `${place}[]`);
  if (options !== undefined) return options.flatMap((option) => listInner(option, place));
  if (valueType !== undefined) return listInner(valueType, `${place}.*`);
  const inner = innerType ?? source;
  return inner === undefined ? [] : listInner(inner, place);
}

function listField(schema: z.ZodType, place: string): readonly SchemaField[] {
  const { title, fr, examples } = (schema.meta() ?? {}) as {
    readonly title?: string;
    readonly fr?: string;
    readonly examples?: readonly unknown[];
  };
  return [{ place, schema, title, fr, examples: examples ?? [] }, ...listInner(schema, place)];
}

/** Every field that a person fills in or maps from, however deep it lies. */
export function listFields(schema: z.ZodType): readonly SchemaField[] {
  return listInner(schema, '');
}
