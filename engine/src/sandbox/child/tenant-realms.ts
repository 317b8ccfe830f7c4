import ivm from 'isolated-vm';
import type { RealmEntry } from '../realm/entry.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';

interface WarmContext {
  readonly context: ivm.Context;
  readonly evaluate: ivm.Reference<RealmEntry['evaluate']>;
  readonly inspect: ivm.Reference<RealmEntry['inspect']>;
}

interface TenantRealm {
  readonly isolate: ivm.Isolate;
  /** By scope, the least recently used first. */
  readonly contexts: Map<string, WarmContext>;
  /** Contexts made so far: released ones are collected late, so an isolate that made many starts afresh. */
  made: number;
}

const maxTenants = 12;
const maxContexts = 12;
const maxContextsMade = 120;

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

  context(tenantId: string, scope: string): WarmContext {
    const tenant = this.#tenant(tenantId);
    const known = tenant.contexts.get(scope);
    if (known !== undefined) return touch(tenant.contexts, scope, known);
    const [oldest] = tenant.contexts.keys();
    if (tenant.contexts.size >= maxContexts && oldest !== undefined) this.dropContext(tenantId, oldest);
    tenant.made += 1;
    return touch(tenant.contexts, scope, createContext(tenant.isolate));
  }

  /** After a cut-off: what was half done in this context is gone with it. */
  dropContext(tenantId: string, scope: string): void {
    const tenant = this.#tenants.get(tenantId);
    const warm = tenant?.contexts.get(scope);
    tenant?.contexts.delete(scope);
    if (warm === undefined || tenant?.isolate.isDisposed) return;
    warm.evaluate.release();
    warm.inspect.release();
    warm.context.release();
  }

  dropTenant(tenantId: string): void {
    const tenant = this.#tenants.get(tenantId);
    this.#tenants.delete(tenantId);
    if (tenant !== undefined && !tenant.isolate.isDisposed) tenant.isolate.dispose();
  }

  #tenant(tenantId: string): TenantRealm {
    const known = this.#tenants.get(tenantId);
    if (known !== undefined && !this.#isWornOut(known)) return touch(this.#tenants, tenantId, known);
    this.dropTenant(tenantId);
    const [oldest] = this.#tenants.keys();
    if (this.#tenants.size >= maxTenants && oldest !== undefined) this.dropTenant(oldest);
    const isolate = new ivm.Isolate({
      memoryLimit: this.#limits.isolateMb,
      snapshot: this.#snapshot,
      // Past this point nothing in the process can be relied on; the engine notices the death and blames the job.
      onCatastrophicError: () => process.kill(process.pid, 'SIGKILL'),
    });
    return touch(this.#tenants, tenantId, { isolate, contexts: new Map(), made: 0 });
  }

  #isWornOut({ isolate, made }: TenantRealm): boolean {
    return isolate.isDisposed || made > maxContextsMade;
  }
}

/** The heap of an isolate that has run the realm's source. */
export function takeSnapshot(realmSource: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(ivm.Isolate.createSnapshot([{ code: realmSource }]).copy());
}

function createContext(isolate: ivm.Isolate): WarmContext {
  const context = isolate.createContextSync();
  // V8 itself adds to the built-in objects while it restores a snapshot, so they can be frozen only now.
  context.evalSync('harden()');
  return {
    context,
    evaluate: context.global.getSync('evaluate', { reference: true }),
    inspect: context.global.getSync('inspect', { reference: true }),
  };
}
