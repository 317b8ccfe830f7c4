import type { Json, NodeDescriptor } from '@invoicepatch/sdk';

type Schema = { readonly [keyword: string]: Json };

/** `given` is what flows write into a node, `taken` what they read out of it. */
type Way = 'given' | 'taken';

function isSchema(value: Json | undefined): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const toSchema = (value: Json | undefined): Schema => (isSchema(value) ? value : {});
const toTexts = (value: Json | undefined): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

interface Pair {
  readonly place: string;
  readonly before: Schema;
  readonly after: Schema;
  readonly way: Way;
}

/** Limits that refuse more when they grow, and those that refuse more when they shrink. */
const floors = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems'];
const ceilings = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems'];

const toNumber = (value: Json | undefined, absent: number): number => (typeof value === 'number' ? value : absent);

function listTighterLimits({ place, before, after }: Pair): readonly string[] {
  const raised = floors.filter((name) => toNumber(after[name], -Infinity) > toNumber(before[name], -Infinity));
  const lowered = ceilings.filter((name) => toNumber(after[name], Infinity) < toNumber(before[name], Infinity));
  const changed = ['pattern', 'format'].filter((name) => after[name] !== undefined && after[name] !== before[name]);
  const words = toTexts(before['enum']).filter(
    (word) => after['enum'] !== undefined && !toTexts(after['enum']).includes(word),
  );
  return [
    ...[...raised, ...lowered, ...changed].map((name) => `${place}: ${name} refuses what was accepted before`),
    ...words.map((word) => `${place}: the word “${word}” is no longer accepted`),
    ...(before['enum'] === undefined && after['enum'] !== undefined
      ? [`${place}: only some words are accepted now`]
      : []),
  ];
}

function listMemberBreaks({ place, before, after, way }: Pair): readonly string[] {
  const [old, now] = [toSchema(before['properties']), toSchema(after['properties'])];
  const [oldNeeded, nowNeeded] = [toTexts(before['required']), toTexts(after['required'])];
  const gone = Object.keys(old).filter((name) => now[name] === undefined);
  const needed = way === 'given' ? nowNeeded.filter((name) => !oldNeeded.includes(name)) : [];
  const loosened =
    way === 'taken' ? oldNeeded.filter((name) => !nowNeeded.includes(name) && now[name] !== undefined) : [];
  const kept = Object.keys(old).filter((name) => now[name] !== undefined);
  return [
    ...gone.map((name) => `${place}.${name} is gone`),
    ...needed.map((name) => `${place}.${name} is required now`),
    ...loosened.map((name) => `${place}.${name} may be missing now`),
    ...kept.flatMap((name) =>
      listSchemaBreaks({ place: `${place}.${name}`, before: toSchema(old[name]), after: toSchema(now[name]), way }),
    ),
  ];
}

function listSchemaBreaks(pair: Pair): readonly string[] {
  const { place, before, after, way } = pair;
  if (JSON.stringify(before['type']) !== JSON.stringify(after['type'])) return [`${place} has another type`];
  const alternatives = ['anyOf', 'oneOf', 'allOf', 'const', '$ref', 'additionalProperties', 'propertyNames'];
  const remade = alternatives.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const closed = remade.filter((name) => name !== 'additionalProperties' || (way === 'given' && after[name] === false));
  const items = isSchema(before['items'])
    ? listSchemaBreaks({ place: `${place}[]`, before: before['items'], after: toSchema(after['items']), way })
    : [];
  return [
    ...closed.map((name) => `${place}: ${name} has changed`),
    ...(way === 'given' ? listTighterLimits(pair) : []),
    ...listMemberBreaks(pair),
    ...items,
  ];
}

function listPartBreaks(before: NodeDescriptor, after: NodeDescriptor): readonly string[] {
  const part = (name: 'config' | 'input' | 'output', way: Way): readonly string[] =>
    listSchemaBreaks({
      place: `${before.type} ${name}`,
      before: toSchema(before[name]),
      after: toSchema(after[name]),
      way,
    });
  return [...part('config', 'given'), ...part('input', 'given'), ...part('output', 'taken')];
}

function listNodeBreaks(before: NodeDescriptor, after: NodeDescriptor): readonly string[] {
  const lost = before.ports
    .filter((port) => !after.ports.includes(port))
    .map((port) => `${before.type} has no port “${port}” any more`);
  const facts = (['kind', 'start', 'auth'] as const)
    .filter((name) => before[name] !== after[name])
    .map((name) => `${before.type} has another ${name}`);
  const effect = before.effect?.kind === after.effect?.kind ? [] : [`${before.type} has another effect`];
  return [...lost, ...facts, ...effect, ...listPartBreaks(before, after)];
}

/** What stops stored flows from working as they did. Such a change needs a new version of the node, in a new file. */
export function listBreaks(before: readonly NodeDescriptor[], after: readonly NodeDescriptor[]): readonly string[] {
  return before.flatMap((old) => {
    const now = after.find(({ type }) => type === old.type);
    return now === undefined ? [`${old.type} is gone`] : listNodeBreaks(old, now);
  });
}
