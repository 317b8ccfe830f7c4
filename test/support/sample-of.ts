import { z } from '@invoicepatch/sdk';

interface Shape {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
  readonly allOf?: readonly Shape[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: Shape | boolean;
  readonly items?: Shape;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly format?: string;
}

const formats: Readonly<Record<string, string>> = {
  uuid: '00000000-0000-4000-8000-000000000000',
  email: 'somebody@sample.example',
  'date-time': '2030-01-01T00:00:00.000Z',
  uri: 'https://sample.example/',
};

function textOf(shape: Shape): string {
  return formats[shape.format ?? ''] ?? 'sample'.padEnd(shape.minLength ?? 0, 'x');
}

/** `name` is asked first: an id has to be of the right thing. */
type ByName = (name: string) => unknown;

function objectOf({ properties = {}, additionalProperties }: Shape, byName: ByName, name: string): object {
  const named = Object.entries(properties).map(
    ([key, shape]) => [key, byName(key) ?? sampleValue(shape, byName, key)] as const,
  );
  if (named.length > 0 || typeof additionalProperties !== 'object') return Object.fromEntries(named);
  // A record, like the connections of a template: what it is called says what its values are.
  return { sample: byName(name.replace(/s$/, '')) ?? sampleValue(additionalProperties, byName, name) };
}

function sampleValue(shape: Shape, byName: ByName, name: string): unknown {
  if (shape.const !== undefined) return shape.const;
  if (shape.enum !== undefined) return shape.enum[0];
  const choice = (shape.anyOf ?? shape.oneOf ?? shape.allOf)?.[0];
  if (choice !== undefined) return sampleValue(choice, byName, name);
  if (shape.type === 'object') return objectOf(shape, byName, name);
  if (shape.type === 'array') return shape.items === undefined ? [] : [sampleValue(shape.items, byName, name)];
  if (shape.type === 'number' || shape.type === 'integer') return Math.max(shape.minimum ?? 1, 1);
  if (shape.type === 'boolean') return false;
  if (shape.type === 'null') return null;
  return textOf(shape);
}

/** Something that fits a schema, with every optional field filled in. */
export function sampleOf(schema: z.ZodType, byName: ByName): unknown {
  const shape = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Shape;
  return sampleValue(shape, byName, '');
}
