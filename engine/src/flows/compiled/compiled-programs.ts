import { createHash } from 'node:crypto';
import { type Program, z } from '@invoicepatch/sdk';
import type { Database } from '../../platform/database/database.ts';
import type { CompiledProgram, Sandbox } from '../../sandbox/sandbox.ts';

export interface VersionKey {
  readonly tenantId: string;
  readonly flowId: string;
  readonly version: number;
}

const storedPrograms = z.array(z.object({ source: z.string(), code: z.string(), hash: z.string() }));

const select = 'SELECT programs FROM compiled_programs WHERE flow_id = $1 AND version = $2 AND compiler = $3';
const upsert = `
INSERT INTO compiled_programs (tenant_id, flow_id, version, compiler, programs) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (flow_id, version) DO UPDATE SET compiler = excluded.compiler, programs = excluded.programs, compiled_at = now()`;

/** The compiled mappings of versions, kept in Postgres. */
export class CompiledPrograms {
  readonly #database: Database;
  readonly #sandbox: Sandbox;

  constructor(database: Database, sandbox: Sandbox) {
    this.#database = database;
    this.#sandbox = sandbox;
  }

  async open(key: VersionKey): Promise<VersionPrograms> {
    const [row] = await this.#database.inTenant(key.tenantId, (sql) =>
      sql.query<{ readonly programs: string }>(select, [key.flowId, key.version, this.#sandbox.compilerVersion]),
    );
    const stored = row === undefined ? [] : storedPrograms.parse(JSON.parse(row.programs));
    return new VersionPrograms(stored, (program) => this.#sandbox.compile(key.tenantId, program));
  }

  /** Does nothing when all of them had been stored. */
  async save({ tenantId, flowId, version }: VersionKey, programs: VersionPrograms): Promise<void> {
    if (!programs.isChanged) return;
    const values = [tenantId, flowId, version, this.#sandbox.compilerVersion, JSON.stringify(programs.list())];
    await this.#database.inTenant(tenantId, (sql) => sql.query(upsert, values));
  }
}

/** One version's mappings. What is stored is taken only when its hash is right; the rest is compiled. */
export class VersionPrograms {
  readonly #bySource = new Map<string, CompiledProgram>();
  readonly #compile: (program: Program) => Promise<CompiledProgram | undefined>;
  #isChanged = false;

  constructor(
    stored: z.output<typeof storedPrograms>,
    compile: (program: Program) => Promise<CompiledProgram | undefined>,
  ) {
    this.#compile = compile;
    for (const { source, code, hash } of stored) {
      const isRight = createHash('sha256').update(code).digest('hex') === hash;
      if (isRight) this.#bySource.set(source, { code, hash });
    }
  }

  /** Something was compiled that is not stored yet. */
  get isChanged(): boolean {
    return this.#isChanged;
  }

  /** `undefined` for what is interpreted. */
  async get(program: Program): Promise<CompiledProgram | undefined> {
    if (program.language !== 'jsonata') return undefined;
    const stored = this.#bySource.get(program.source);
    if (stored !== undefined) return stored;
    const made = await this.#compile(program);
    if (made !== undefined) this.#bySource.set(program.source, made);
    this.#isChanged ||= made !== undefined;
    return made;
  }

  list(): z.output<typeof storedPrograms> {
    return [...this.#bySource].map(([source, compiled]) => ({ source, ...compiled }));
  }
}
