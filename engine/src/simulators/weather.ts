import { z } from '@invoicepatch/sdk';
import type { Database } from '../platform/database/database.ts';
import type { CompanyKey } from './simulator-store.postgres.ts';

const failNext = z.strictObject({
  /** What is answered; 0 breaks the connection. */
  status: z.union([z.literal(0), z.number().int().min(400).max(599)]),
  times: z.number().int().min(1).max(1_000),
  /** `true`: the request is carried out first, and only its answer is lost. */
  after: z.boolean(),
  /** Only requests whose path ends in this: `/invoice`. */
  pathEnd: z.string().min(1).max(200).optional(),
});

/** How badly a simulated company behaves, on purpose. */
export const weather = z.strictObject({
  delayMs: z.number().int().min(0).max(60_000).optional(),
  failNext: failNext.optional(),
});
export type Weather = z.output<typeof weather>;

export interface Failure {
  readonly status: number;
  readonly after: boolean;
}

/** Takes one of the failures that were ordered, so that requests at the same time don't share one. */
export async function takeFailure(
  database: Database,
  { tenantId, simulator, companyId }: CompanyKey,
): Promise<Failure | undefined> {
  return database.inTenant(tenantId, async (sql) => {
    const [row] = await sql.query<{ readonly weather: unknown }>(
      'SELECT weather FROM simulator_companies WHERE simulator = $1 AND id = $2 FOR UPDATE',
      [simulator, companyId],
    );
    const now = weather.parse(row?.weather ?? {});
    if (now.failNext === undefined) return undefined;
    const left = { ...now.failNext, times: now.failNext.times - 1 };
    const next: Weather = left.times > 0 ? { ...now, failNext: left } : { ...now, failNext: undefined };
    await sql.query('UPDATE simulator_companies SET weather = $3 WHERE simulator = $1 AND id = $2', [
      simulator,
      companyId,
      JSON.stringify(next),
    ]);
    return { status: now.failNext.status, after: now.failNext.after };
  });
}
