import { startTestPostgres } from './test-postgres.ts';

/** Starts one Postgres for the whole test run and migrates the template that each test file clones. */
export default async function setup(): Promise<void> {
  await startTestPostgres();
}
