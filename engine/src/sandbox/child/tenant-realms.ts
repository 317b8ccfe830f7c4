import ivm from 'isolated-vm';
import type { RealmEntry } from '../realm/entry.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';
import type { Program } from './programs.ts';
import { doors } from './realm-source.ts';

/** A context and what can be called in it. */
export interface WarmContext {
  readonly context: ivm.Context;
  readonly adopt: ivm.Reference<RealmEntry['adopt']>;
  readonly evaluate: ivm.Reference<RealmEntry['evaluate']>;
  readonly resume: ivm.Reference<RealmEntry['resume']>;
  readonly salvage: ivm.Reference<RealmEntry['salvage']>;
  readonly inspect: ivm.Reference<RealmEntry['inspect']>;
  /** Ids of the programs that were loaded. */
  readonly loaded: Set<number>;
}

interface TenantRealm {
  readonly isolate: ivm.Isolate;
  /** By scope, the least recently used first. */
  readonly contexts: Map<string, WarmContext>;
  /** Contexts made so far: released ones are collected late, so an isolate that made many starts afresh. */
  made: number;
}

export interface Place {
  readonly tenantId: string;
  readonly scope: string;
}

const maxContexts = 12;
const maxContextsMade = 120;
const maxProgramsLoaded = 200;

function touch<Value>(map: Map<string, Value>, key: string, value: Value): Value {
  map.delete(key);
  map.set(key, value);
  return value;
}

/** One isolate for each tenant, one warm context in it for each scope; the least recently used ones make room. */
export class TenantRealms {
  readonly #tenants = new Map<string, TenantRealm>();
  readonly #snapshot: ivm.ExternalCopy<ArrayBuffer>;
  readonly #limits: EvaluationLimits;

  constructor(snapshot: Uint8Array<ArrayBuffer>, limits: EvaluationLimits) {
    this.#snapshot = new ivm.ExternalCopy(snapshot.slice().buffer);
    this.#limits = limits;
  }

  context({ tenantId, scope }: Place): WarmContext {
    const tenant = this.#tenant(tenantId);
    const known = tenant.contexts.get(scope);
    if (known !== undefined) return touch(tenant.contexts, scope, known);
    const [oldest] = tenant.contexts.keys();
    if (tenant.contexts.size >= maxContexts && oldest !== undefined) this.dropContext({ tenantId, scope: oldest });
    tenant.made += 1;
    return touch(tenant.contexts, scope, createContext(tenant.isolate));
  }

  /** A context in which the program is known. */
  withProgram(place: Place, program: Program): WarmContext {
    const warm = this.#roomy(place);
    for (const part of program.parts) load(warm, part);
    load(warm, program);
    return warm;
  }

  /** After a cut-off: what was half done in this context is gone with it. */
  dropContext({ tenantId, scope }: Place): void {
    const tenant = this.#tenants.get(tenantId);
    const warm = tenant?.contexts.get(scope);
    tenant?.contexts.delete(scope);
    if (warm === undefined || tenant?.isolate.isDisposed) return;
    for (const door of [warm.adopt, warm.evaluate, warm.resume, warm.salvage, warm.inspect]) door.release();
    warm.context.release();
  }

  dropTenant(tenantId: string): void {
    const tenant = this.#tenants.get(tenantId);
    this.#tenants.delete(tenantId);
    if (tenant !== undefined && !tenant.isolate.isDisposed) tenant.isolate.dispose();
  }

  #roomy(place: Place): WarmContext {
    const warm = this.context(place);
    if (warm.loaded.size < maxProgramsLoaded) return warm;
    this.dropContext(place);
    return this.context(place);
  }

  #tenant(tenantId: string): TenantRealm {
    const known = this.#tenants.get(tenantId);
    if (known !== undefined && !this.#isWornOut(known)) return touch(this.#tenants, tenantId, known);
    this.dropTenant(tenantId);
    this.#makeRoom();
    const isolate = new ivm.Isolate({
      memoryLimit: this.#limits.isolateMb,
      snapshot: this.#snapshot,
      // Past this point nothing in the process can be relied on; the engine notices the death and blames the job.
      onCatastrophicError: () => process.kill(process.pid, 'SIGKILL'),
    });
    return touch(this.#tenants, tenantId, { isolate, contexts: new Map(), made: 0 });
  }

  /** Counted, not measured: what a disposed isolate leaves goes back to the system much later. */
  #makeRoom(): void {
    const [oldest] = this.#tenants.keys();
    if (this.#tenants.size >= this.#limits.warmTenants && oldest !== undefined) this.dropTenant(oldest);
  }

  #isWornOut({ isolate, made }: TenantRealm): boolean {
    return isolate.isDisposed || made > maxContextsMade;
  }
}

function load(warm: WarmContext, program: Program): void {
  if (warm.loaded.has(program.id)) return;
  const face = [program.id, program.language, program.source] as const;
  const code = readCode(warm.context, program.code);
  warm.adopt.applySync(undefined, code === undefined ? [...face] : [...face, code.derefInto()]);
  code?.release();
  warm.loaded.add(program.id);
}

/** The value of compiled code. Code that the machine won't read, such as one nested too deeply, is left to the interpreter. */
function readCode(context: ivm.Context, code: string | undefined): ivm.Reference | undefined {
  if (code === undefined) return undefined;
  try {
    return context.evalSync(`(${code})`, { reference: true });
  } catch (thrown) {
    if (thrown instanceof SyntaxError || thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

/** The heap of an isolate that has run the realm's source. */
export function takeSnapshot(realmSource: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(ivm.Isolate.createSnapshot([{ code: realmSource }]).copy());
}

function createContext(isolate: ivm.Isolate): WarmContext {
  const context = isolate.createContextSync();
  const door = { reference: true } as const;
  const warm: WarmContext = {
    context,
    adopt: context.global.getSync('adopt', door),
    evaluate: context.global.getSync('evaluate', door),
    resume: context.global.getSync('resume', door),
    salvage: context.global.getSync('salvage', door),
    inspect: context.global.getSync('inspect', door),
    loaded: new Set(),
  };
  for (const name of doors) context.global.deleteSync(name);
  // V8 itself adds to the built-in objects while it restores a snapshot, so they can be frozen only now.
  context.evalSync('harden()');
  return warm;
}
