import type { Json } from '@invoicepatch/sdk';
import { Chance } from '../../jsonata/testing/chance.ts';

type Schema = { readonly [key: string]: Json };

/** Random schemas and documents that fit them, in the field names of the random programs. */
export class Schemas {
  readonly #chance: Chance;

  constructor(seed: number) {
    this.#chance = new Chance(seed);
  }

  schema(depth = 3): Schema {
    const kind = this.#chance.next();
    if (depth <= 0 || kind < 0.35) return this.#scalar();
    if (kind < 0.45) return { anyOf: [this.schema(depth - 1), this.schema(depth - 1)] };
    if (kind < 0.65) return this.#list(depth);
    return this.#object(depth);
  }

  #scalar(): Schema {
    return this.#chance.pick<Schema>(
      { type: 'number' },
      { type: 'integer' },
      { type: 'string' },
      { type: 'string' },
      { type: 'boolean' },
      { type: 'null' },
      { enum: ['x', 'y', 'ab'] },
      { const: 1 },
      { type: ['string', 'null'] },
      {},
    );
  }

  #list(depth: number): Schema {
    const min = this.#chance.below(3);
    const limit: Schema = this.#chance.next() < 0.3 ? { minItems: min, maxItems: min + this.#chance.below(2) } : {};
    return { type: 'array', items: this.schema(depth - 1), ...limit };
  }

  #object(depth: number): Schema {
    const names = ['a', 'b', 'c', 'd'].filter(() => this.#chance.next() < 0.7);
    return {
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, this.schema(depth - 1)])),
      required: names.filter(() => this.#chance.next() < 0.7),
      additionalProperties: this.#chance.next() < 0.15,
    };
  }

  /** A document that the schema allows. */
  document(schema: Json): Json {
    const chance = this.#chance;
    const { anyOf, enum: values, const: fixed, type } = schema as Schema;
    if (Array.isArray(anyOf)) return this.document(anyOf[chance.below(anyOf.length)] ?? {});
    if (Array.isArray(values)) return values[chance.below(values.length)] ?? null;
    if (fixed !== undefined) return fixed;
    const kind = Array.isArray(type) ? type[chance.below(type.length)] : type;
    return this.#ofKind(kind, schema as Schema);
  }

  #ofKind(kind: Json | undefined, schema: Schema): Json {
    const chance = this.#chance;
    switch (kind) {
      case 'number':
        return chance.pick(0, 1, 2, 7.5, -1, 0.1);
      case 'integer':
        return chance.pick(0, 1, 2, 3, -1);
      case 'string':
        return chance.pick('', 'x', 'y', '5', 'ab');
      case 'boolean':
        return chance.pick(true, false);
      case 'null':
        return null;
      case 'array':
        return this.#items(schema);
      case 'object':
        return this.#fields(schema);
      default:
        return chance.pick<Json>(null, 1, 'x', true, [1, 2], { a: 1 }, [], {}, [{ b: 'y' }]);
    }
  }

  #items({ items = {}, minItems = 0, maxItems = 3 }: Schema): Json {
    const length = Number(minItems) + this.#chance.below(Number(maxItems) - Number(minItems) + 1);
    return Array.from({ length }, () => this.document(items));
  }

  #fields({ properties = {}, required = [], additionalProperties }: Schema): Json {
    const chance = this.#chance;
    const known = Object.entries(properties as Schema).filter(
      ([name]) => (required as readonly string[]).includes(name) || chance.next() < 0.5,
    );
    const fields = Object.fromEntries(known.map(([name, schema]) => [name, this.document(schema)]));
    return additionalProperties === true && chance.next() < 0.5
      ? { ...fields, z: chance.pick<Json>(1, 'z', []) }
      : fields;
  }
}
