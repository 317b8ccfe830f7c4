import { RunLists } from './run-lists.ts';
import { RunViewer, toStepSummary } from './run-viewer.ts';

export interface RunScreenParts {
  readonly lists: RunLists;
  readonly viewer: RunViewer;
}

/** A run with its flow and the state of each step, as the API shows it. */
export async function showRun({ lists, viewer }: RunScreenParts, tenantId: string, runId: string) {
  const { run, listed } = await lists.get(tenantId, runId);
  const view = await viewer.view(run);
  const trigger = view.document.nodes.find((node) => node.id === run.event.nodeId);
  return {
    ...listed,
    trigger: { ...listed.trigger, type: trigger?.type ?? null },
    document: view.document,
    payload: JSON.parse(run.event.payload) as unknown,
    steps: [...view.steps.values()].map(toStepSummary),
    againOf: run.againOf ?? null,
  };
}
