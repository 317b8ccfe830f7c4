import { type FlowDocument, z } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Inspection } from '../../sandbox/sandbox.ts';
import type { Problem } from './problem.ts';

type Inspect = (program: { readonly language: 'jsonata'; readonly source: string }) => Promise<Inspection>;

interface EventProgram {
  readonly nodeId: string | null;
  readonly path: string;
  /** What it is called in a sentence. */
  readonly what: string;
  readonly source: string;
}

const eventConfig = z.object({
  dedupeBy: z.string().optional(),
  debounce: z.object({ key: z.string().optional() }).optional(),
});

/** Expressions over an event, evaluated before there is a run: the flow's lanes, and what its triggers take for the same. */
function listEventPrograms({ settings, nodes }: FlowDocument, catalog: Catalog): readonly EventProgram[] {
  const lane = settings?.lane;
  const lanes = lane === undefined ? [] : [{ nodeId: null, path: 'settings.lane', what: 'the lanes', source: lane }];
  const triggers = nodes.flatMap(({ id, type, config }) => {
    const parsed = catalog.find(type)?.kind === 'trigger' ? eventConfig.safeParse(config ?? {}) : undefined;
    if (parsed?.success !== true) return [];
    const { dedupeBy, debounce } = parsed.data;
    const start = `nodes.${id}.config`;
    const of = { nodeId: id, what: `the trigger ${id}` };
    return [
      ...(dedupeBy === undefined ? [] : [{ ...of, path: `${start}.dedupeBy`, source: dedupeBy }]),
      ...(debounce?.key === undefined ? [] : [{ ...of, path: `${start}.debounce.key`, source: debounce.key }]),
    ];
  });
  return [...lanes, ...triggers];
}

async function problemsOf({ nodeId, path, what, source }: EventProgram, inspect: Inspect): Promise<readonly Problem[]> {
  const inspection = await inspect({ language: 'jsonata', source });
  if (!inspection.ok) {
    const message = `The expression of ${what} can't be read: ${inspection.message}`;
    const position = inspection.position === undefined ? {} : { position: inspection.position };
    return [{ nodeId, path, code: 'flow.bad-expression', message, ...position }];
  }
  return inspection.variables.map((name) => ({
    nodeId,
    path,
    code: 'flow.unknown-variable',
    message: `The expression of ${what} reads $${name}, which is nothing there: it reads the event alone, as $.`,
  }));
}

/** Whether expressions over events can be read, and read nothing that isn't there yet. */
export async function checkSettings(
  document: FlowDocument,
  catalog: Catalog,
  inspect: Inspect,
): Promise<readonly Problem[]> {
  const programs = listEventPrograms(document, catalog);
  return (await Promise.all(programs.map((program) => problemsOf(program, inspect)))).flat();
}
