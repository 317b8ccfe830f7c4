import type { FlowNode, Json } from '@invoicepatch/sdk';
import { flowApi } from '../../api/flow-api.ts';
import { runApi } from '../../api/run-api.ts';
import type { Run, StepSummary } from '../../api/wire.ts';
import { findNode, findParent, portOf, scopeOf } from '../../document/graph.ts';
import { namesIn } from '../../document/names-in.ts';

/** Where a sample was taken: expressions read the names that this step could read. */
export interface SampleSource {
  readonly run: Run;
  readonly step: StepSummary;
}

export interface Sample {
  readonly input: Json;
  readonly source?: SampleSource;
}

type Bindings = Readonly<Record<string, Json>>;

const runsLookedAt = 5;
const wasReached = ({ status }: StepSummary) => status !== 'pending' && status !== 'skipped';
const prefixOf = (step: string) => step.slice(0, step.lastIndexOf('.') + 1);

async function outputOf(run: Run, step: string): Promise<Json | undefined> {
  const done = run.steps.some((one) => one.step === step && one.status === 'succeeded');
  return done ? (await runApi.step(run.id, step)).output : undefined;
}

/** The loop around a step, as the run names it: `each[2].` → `each`. */
const loopOf = (prefix: string) => prefix.replace(/\[\d+\]\.$/, '');

/** The item of the loop around a step: the list is asked for again, as the run did. */
async function itemAt(run: Run, prefix: string): Promise<{ item: Json; index: number } | undefined> {
  const index = Number(/\[(\d+)\]\.$/.exec(prefix)?.[1] ?? Number.NaN);
  const loop = run.steps.find((one) => one.step === loopOf(prefix));
  const node = loop === undefined ? undefined : findNode(run.document, loop.nodeId);
  if (loop === undefined || node === undefined) return undefined;
  const items = node.config?.['items'];
  const expression = typeof items === 'string' ? items : '$';
  const { input } = await runApi.step(run.id, loop.step);
  const list = await flowApi.evaluate(expression, input, await readBindings({ run, step: loop }, expression));
  const item = Array.isArray(list.output) ? list.output[index] : list.output;
  return item === undefined ? undefined : { item, index };
}

/** The output of a step that came before: in the same loop item, else further out. */
async function visibleOutput(run: Run, prefix: string, id: string): Promise<Json | undefined> {
  const near = await outputOf(run, prefix + id);
  return near !== undefined || prefix === '' ? near : visibleOutput(run, prefixOf(loopOf(prefix)), id);
}

/** What the names in an expression stood for where the sample was taken; of the flow's own values, today's. */
export async function readBindings(
  { run, step }: SampleSource,
  expression: string,
  parameters: Json = run.document.parameters ?? {},
): Promise<Bindings> {
  const names = namesIn(expression);
  const prefix = prefixOf(step.step);
  const outputs = await Promise.all(names.nodes.map((id) => visibleOutput(run, prefix, id)));
  const nodes = Object.fromEntries(
    names.nodes.flatMap((id, at) => (outputs[at] === undefined ? [] : [[id, outputs[at]]])),
  );
  return {
    ...(names.nodes.length > 0 ? { nodes } : {}),
    ...(names.trigger ? { trigger: run.payload } : {}),
    ...(names.parameters ? { parameters } : {}),
    ...(names.run ? { run: { id: run.id, startedAt: run.startedAt } } : {}),
    ...(names.item && prefix !== '' ? await itemAt(run, prefix) : {}),
  };
}

/** What reached a step: the output of the step before it on the way that was taken, or the item of its loop. */
async function incomingOf({ run, step }: SampleSource): Promise<Json> {
  const prefix = prefixOf(step.step);
  const scope = scopeOf(run.document, findParent(run.document, step.nodeId));
  const into = scope.edges.filter((edge) => edge.to === step.nodeId);
  const before = into.find((edge) =>
    run.steps.some((one) => one.step === prefix + edge.from && (one.port ?? 'out') === portOf(edge)),
  );
  if (before !== undefined) return (await outputOf(run, prefix + before.from)) ?? null;
  return prefix === '' ? run.payload : ((await itemAt(run, prefix))?.item ?? null);
}

/**
 * What the newest run that reached a step gave it: `incoming` is what its own input expression reads, `given` what
 * that expression made of it.
 */
export async function readLastSample(
  flowId: string,
  node: FlowNode,
  kind: 'incoming' | 'given',
): Promise<Sample | undefined> {
  const { items } = await runApi.list({ flowId });
  for (const { id } of items.slice(0, runsLookedAt)) {
    const run = await runApi.get(id);
    const step = run.steps.find((one) => one.nodeId === node.id && wasReached(one));
    if (step === undefined) continue;
    const source = { run, step };
    const input = kind === 'incoming' ? await incomingOf(source) : (await runApi.step(run.id, step.step)).input;
    return { input, source };
  }
  return undefined;
}
