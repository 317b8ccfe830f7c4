import type { z } from 'zod';
import type { Action } from '../action.ts';
import type { Http } from '../http.ts';
import type { Json } from '../json.ts';
import type { Records } from '../records.ts';
import { Untrusted } from '../untrusted.ts';
import type { WorkbookReader } from '../workbook.ts';
import { fakeHttp } from './fake-http.ts';

export interface ActionTrial {
  readonly input: unknown;
  readonly config?: unknown;
  readonly http?: Http;
  readonly key?: string;
  readonly settings?: Readonly<Record<string, Json>>;
  readonly workbooks?: WorkbookReader;
  readonly records?: Records;
  readonly now?: number;
}

const noWorkbooks: WorkbookReader = {
  read: async () => ({ sheet: 'Sheet1', rows: [], problems: [], rowCount: 0 }),
};

/** An empty memory of records. */
export function memoryRecords(): Records {
  const kept = new Map<string, Json>();
  return {
    put: async (collection, key, value) => void kept.set(JSON.stringify([collection, key]), value),
    find: async (collection, key) => kept.get(JSON.stringify([collection, key])),
  };
}

/** Runs an action as the engine does: input and output go through the action's own schemas. */
export async function runAction<C extends z.ZodObject, I extends z.ZodType, O extends z.ZodType>(
  action: Action<C, I, O>,
  trial: ActionTrial,
): Promise<z.output<O>> {
  const result = await action.run({
    config: (action.config?.parse(trial.config ?? {}) ?? {}) as z.output<C>,
    input: action.input.parse(trial.input),
    http: trial.http ?? fakeHttp({}),
    key: trial.key ?? 'key-1',
    settings: trial.settings ?? {},
    workbooks: trial.workbooks ?? noWorkbooks,
    records: trial.records ?? memoryRecords(),
    now: trial.now ?? 0,
    signal: new AbortController().signal,
  });
  return result instanceof Untrusted ? result.as(action.output) : action.output.parse(result);
}
