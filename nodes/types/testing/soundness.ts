import type { Json } from '@invoicepatch/sdk';
import jsonata from 'jsonata';
import { Programs } from '../../jsonata/testing/programs.ts';
import { contains, fromSchema, inferExpression, show } from '../src/index.ts';
import { Schemas } from './schemas.ts';

/** A program whose value was not what had been said of it. */
export interface Broken {
  readonly program: string;
  readonly schema: Json;
  readonly input: Json;
  readonly said: string;
  readonly came: string;
}

export interface Soundness {
  programs: number;
  values: number;
  /** Programs of which more was said than that they give anything. */
  precise: number;
  errors: number;
  readonly broken: Broken[];
}

type Outcome = { readonly value: unknown } | { readonly thrown: string };

/** The reference's functions are objects: callable ones stand in for them. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, (item) => plain(item ?? null));
  if ('_jsonata_function' in value || '_jsonata_lambda' in value) return () => undefined;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}

async function evaluate(program: string, input: Json): Promise<Outcome> {
  const given = structuredClone(input);
  try {
    const value = plain(await jsonata(program).evaluate(given));
    // The reference fills empty lists of its input with nothing: what it then gives is its own mistake.
    return JSON.stringify(given) === JSON.stringify(input) ? { value } : { thrown: 'input changed' };
  } catch (thrown) {
    return { thrown: String(Object(thrown).code ?? thrown) };
  }
}

function parses(program: string): boolean {
  try {
    jsonata(program);
    return true;
  } catch {
    return false;
  }
}

async function tryProgram(program: string, schemas: Schemas, result: Soundness): Promise<void> {
  const schema = schemas.schema();
  const { type, findings } = inferExpression(program, { input: fromSchema(schema) });
  const mustThrow = findings.some(({ severity, throws }) => severity === 'error' && throws === true);
  result.programs += 1;
  if (type.any !== true) result.precise += 1;
  if (mustThrow) result.errors += 1;
  for (let round = 0; round < 3; round += 1) {
    const input = schemas.document(schema);
    const outcome = await evaluate(program, input);
    if ('thrown' in outcome) continue;
    result.values += 1;
    if (!mustThrow && contains(type, outcome.value)) continue;
    const said = mustThrow ? `throws: ${findings.map(({ message }) => message).join(' ')}` : show(type);
    result.broken.push({ program, schema, input, said, came: String(JSON.stringify(outcome.value)) });
  }
}

/** Random schemas, documents of each, and random programs over them: what is evaluated must be what was said. */
export async function proveSoundness(seed: number, count: number): Promise<Soundness> {
  const programs = new Programs(seed);
  const schemas = new Schemas(seed);
  const result: Soundness = { programs: 0, values: 0, precise: 0, errors: 0, broken: [] };
  while (result.programs < count) {
    const { program } = programs.next();
    if (parses(program)) await tryProgram(program, schemas, result);
  }
  return result;
}
