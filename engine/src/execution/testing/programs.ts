import type { Value } from '../memory.ts';
import type { Move } from '../move.ts';
import type { Ahead, StageSource } from '../region.ts';

/** Programs of the tests: `in`, `=<json>`, and `nodes` for everything that it can see. */
export function compute(move: Pick<Extract<Move, { kind: 'evaluate' }>, 'program' | 'input' | 'bindings'>): Value {
  const { source } = move.program;
  if (source === 'in') return { ok: true, text: move.input };
  if (source === 'nodes') return { ok: true, text: move.bindings['nodes'] ?? '{}' };
  if (source.startsWith('=')) return { ok: true, text: source.slice(1) };
  return { ok: false, fault: { kind: 'invalid', code: 'test.throws', message: source, details: {} } };
}

/** A region as the sandbox evaluates it, with the tests' programs. */
export function computeRegion({ stages, texts }: Ahead): (Value | undefined)[] {
  const done: (Value | undefined)[] = [];
  const textOf = (source: StageSource): string | undefined => {
    if ('given' in source) return texts[source.given];
    if ('stage' in source) {
      const value = done[source.stage];
      return value?.ok === true ? value.text : undefined;
    }
    const fields = source.fields.map(([name, field]) => [name, textOf(field)] as const);
    if (fields.some(([, text]) => text === undefined)) return undefined;
    const there = fields.filter(([, text]) => text !== '');
    return `{${there.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
  };
  for (const { program, input, bindings, when } of stages) {
    const ruling = when === undefined ? undefined : textOf({ stage: when.stage });
    const isWanted = when === undefined || (ruling !== undefined && when.among.includes(ruling) === when.is);
    const given = textOf(input);
    const bound = Object.entries(bindings)
      .map(([name, source]) => [name, textOf(source)] as const)
      .filter(([, text]) => text !== '');
    const isReady = isWanted && given !== undefined && bound.every(([, text]) => text !== undefined);
    done.push(isReady ? compute({ program, input: given, bindings: Object.fromEntries(bound) as never }) : undefined);
  }
  return done;
}
