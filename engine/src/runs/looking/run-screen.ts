import { RunLists } from './run-lists.ts';
import { RunViewer, toStepSummary } from './run-viewer.ts';

export interface RunScreenParts {
  readonly lists: RunLists;
  readonly viewer: RunViewer;
}

export interface RunPlace {
  readonly tenantId: string;
  readonly runId: string;
  /** The fact after which to look; without it the run is shown as it is. */
  readonly asOf?: number | undefined;
}

/** A run with its flow and the state of each step, as the API shows it. */
export async function showRun({ lists, viewer }: RunScreenParts, { tenantId, runId, asOf }: RunPlace) {
  const { run, listed } = await lists.get(tenantId, runId);
  const view = await viewer.view(run, asOf);
  const trigger = view.document.nodes.find((node) => node.id === run.event.nodeId);
  return {
    ...listed,
    trigger: { ...listed.trigger, type: trigger?.type ?? null },
    document: view.document,
    payload: JSON.parse(run.event.payload) as unknown,
    steps: [...view.steps.values()].map(toStepSummary),
    againOf: run.againOf ?? null,
    asOf:
      view.asOf === undefined
        ? null
        : { seq: view.asOf.seq, at: new Date(view.asOf.atMs).toISOString(), status: view.asOf.status },
  };
}
