import type { FlowDocument, Json } from '@invoicepatch/sdk';
import type { Problem } from '../document/problems.ts';
import type { Comparison, StoredTest, TestCase, TestResult } from './looking-wire.ts';
import { send, toQuery } from './send.ts';
import type { Flow, FlowSummary, FlowVersion, Page, StoredFile } from './wire.ts';

export interface DraftToSave {
  readonly document: FlowDocument;
  readonly revision: number;
  readonly name?: string;
}

export const flowApi = {
  list: (search: string, cursor: string | null) => send<Page<FlowSummary>>(`/flows${toQuery({ search, cursor })}`),
  listAll: async () => {
    const found: FlowSummary[] = [];
    let cursor: string | null = null;
    do {
      const page: Page<FlowSummary> = await send(`/flows${toQuery({ search: '', cursor, limit: '200' })}`);
      found.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null);
    return found;
  },
  get: (id: string) => send<Flow>(`/flows/${id}`),
  create: (body: { name: string; document: FlowDocument }) => send<Flow>('/flows', { method: 'POST', body }),
  remove: (id: string) => send<void>(`/flows/${id}`, { method: 'DELETE' }),
  save: (id: string, body: DraftToSave, keepalive = false) =>
    send<Flow>(`/flows/${id}/draft`, { method: 'PUT', body, keepalive }),
  check: (id: string, document: FlowDocument) =>
    send<{ problems: Problem[]; warnings: Problem[] }>(`/flows/${id}/check`, { method: 'POST', body: { document } }),
  publish: (id: string) => send<Flow>(`/flows/${id}/publish`, { method: 'POST' }),
  versions: (id: string) => send<Page<FlowVersion>>(`/flows/${id}/versions`),
  version: (id: string, version: number) =>
    send<{ version: number; document: FlowDocument }>(`/flows/${id}/versions/${version}`),
  run: (id: string, body: { payload?: Json; nodeId?: string }) =>
    send<{ runId: string }>(`/flows/${id}/run`, { method: 'POST', body }),
  compare: (id: string, body: { document: FlowDocument; newest: number }) =>
    send<Comparison>(`/flows/${id}/compare`, { method: 'POST', body }),
  tests: (id: string) => send<Page<StoredTest>>(`/flows/${id}/tests`),
  addTest: (id: string, test: TestCase) => send<StoredTest>(`/flows/${id}/tests`, { method: 'POST', body: test }),
  changeTest: (id: string, testId: string, test: TestCase) =>
    send<StoredTest>(`/flows/${id}/tests/${testId}`, { method: 'PUT', body: test }),
  removeTest: (id: string, testId: string) => send<void>(`/flows/${id}/tests/${testId}`, { method: 'DELETE' }),
  runTests: (id: string, document: FlowDocument) =>
    send<{ results: readonly TestResult[] }>(`/flows/${id}/tests/run`, { method: 'POST', body: { document } }),
  setHookSecret: (id: string, nodeId: string, secret: string | null) =>
    send<void>(`/flows/${id}/hooks/${nodeId}/secret`, { method: 'PUT', body: { secret } }),
  upload: (file: File) =>
    send<StoredFile>('/files', {
      method: 'POST',
      body: file,
      headers: {
        'Content-Type': file.type || 'application/octet-stream',
        'X-File-Name': encodeURIComponent(file.name),
      },
    }),
  evaluate: (expression: string, input: Json, bindings: Readonly<Record<string, Json>> = {}) =>
    send<{ output?: Json }>('/transforms/evaluate', { method: 'POST', body: { expression, input, bindings } }),
  evaluateRule: (logic: Json, data: Json) =>
    send<{ output?: Json }>('/rules/evaluate', { method: 'POST', body: { logic, data } }),
};
