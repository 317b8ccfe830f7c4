import type { Json } from '@invoicepatch/sdk';
import type { AgainChoice, AgainItem, AgainPreview, AgainProgress, RunFact, TestCase } from './looking-wire.ts';
import { send, toQuery } from './send.ts';
import type { Page, Run, RunSummary, StepDetail } from './wire.ts';

export interface RunFilter {
  readonly flowId?: string | null;
  readonly status?: string | null;
  readonly cursor?: string | null;
}

export type Settlement =
  | { readonly outcome: 'happened'; readonly output: Json }
  | { readonly outcome: 'did-not-happen' };

const stepPath = (id: string, step: string) => `/runs/${id}/steps/${encodeURIComponent(step)}`;

export const runApi = {
  list: (filter: RunFilter) => send<Page<RunSummary>>(`/runs${toQuery({ ...filter })}`),
  get: (id: string, asOf?: number) => send<Run>(`/runs/${id}${toQuery({ asOf })}`),
  step: (id: string, step: string, asOf?: number) => send<StepDetail>(`${stepPath(id, step)}${toQuery({ asOf })}`),
  facts: (id: string) => send<Page<RunFact>>(`/runs/${id}/facts${toQuery({ limit: 1_000 })}`),
  testCase: (id: string) => send<TestCase>(`/runs/${id}/test-case`),
  previewAgain: (choice: AgainChoice) => send<AgainPreview>('/runs/again/preview', { method: 'POST', body: choice }),
  startAgain: (body: AgainChoice & { batchId: string; version: 'same' | 'newest' }) =>
    send<AgainProgress>('/runs/again', { method: 'POST', body }),
  batch: (id: string) => send<AgainProgress & { items: readonly AgainItem[] }>(`/runs/again/${id}`),
  cancel: (id: string) => send<Run>(`/runs/${id}/cancel`, { method: 'POST' }),
  again: (id: string, version: 'same' | 'newest') =>
    send<{ runId: string }>(`/runs/${id}/again`, { method: 'POST', body: { version } }),
  answer: (id: string, step: string, body: { port: string; note?: string }) =>
    send<Run>(`${stepPath(id, step)}/answer`, { method: 'POST', body }),
  settle: (id: string, step: string, body: Settlement) =>
    send<Run>(`${stepPath(id, step)}/settle`, { method: 'POST', body }),
};
