import type { MigrationInterface, QueryRunner } from 'typeorm';

// A random UUID holds 122 bits from the system's generator: the addresses of a run's waits are derived from it.
const waits = `
ALTER TABLE runs
  ADD COLUMN parent_run_id uuid,
  ADD COLUMN parent_step text,
  ADD COLUMN depth integer NOT NULL DEFAULT 0,
  ADD COLUMN callback_secret text NOT NULL DEFAULT gen_random_uuid()::text;
CREATE INDEX runs_called ON runs (parent_run_id) WHERE parent_run_id IS NOT NULL;`;

/** Runs that other runs wait for, and addresses at which steps wait. */
export class Waits1700000000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(waits);
  }

  async down(): Promise<void> {
    throw new Error('Migrations go forward only: restore a backup instead.');
  }
}
