import { stopTestPostgres } from './test-postgres.ts';

export default async function teardown(): Promise<void> {
  await stopTestPostgres();
}
