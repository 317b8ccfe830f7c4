import type { QueuePlace } from '../starting/queue-places.ts';
import type { Release } from './run-store.ts';

interface Owned {
  readonly runId: string;
  readonly tenantId: string;
  readonly epoch: number;
  /** Facts in `facts`. */
  readonly count: number;
  /** Packed. */
  readonly facts: Buffer;
}

/** Something that a run wants written. */
export type Write =
  | {
      readonly kind: 'accept';
      readonly runId: string;
      readonly tenantId: string;
      readonly flowId: string;
      readonly version: number;
      readonly nodeId: string;
      readonly key: string | undefined;
      readonly owner: string | undefined;
      readonly againOf: string | undefined;
      readonly place: QueuePlace | undefined;
      readonly atMs: number;
      readonly count: number;
      readonly payload: Buffer;
      readonly facts: Buffer;
    }
  | (Owned & { readonly kind: 'append' })
  | (Owned & { readonly kind: 'pause'; readonly seen: number; readonly end: Release })
  | (Owned & { readonly kind: 'finish'; readonly seen: number; readonly end: Release; readonly atMs: number });

export type WriteOf<Kind extends Write['kind']> = Extract<Write, { kind: Kind }>;

/** Everything's bytes in a row, and where each piece lies; Postgres counts from one. */
class Bytes {
  readonly #pieces: Buffer[] = [];
  #size = 0;

  add(piece: Buffer): number {
    const at = this.#size + 1;
    this.#pieces.push(piece);
    this.#size += piece.length;
    return at;
  }

  all(): Buffer {
    return Buffer.concat(this.#pieces, this.#size);
  }
}

/** Numbers and ids need no escaping, so their lists are put together here. */
function list(values: readonly (string | number | undefined)[]): string {
  return `{${values.map((value) => value ?? 'NULL').join(',')}}`;
}

function texts(values: readonly (string | undefined)[]): readonly (string | null)[] {
  return values.map((value) => value ?? null);
}

function acceptColumns(writes: readonly WriteOf<'accept'>[], bytes: Bytes): unknown[] {
  return [
    list(writes.map(({ runId }) => runId)),
    list(writes.map(({ tenantId }) => tenantId)),
    list(writes.map(({ flowId }) => flowId)),
    list(writes.map(({ version }) => version)),
    texts(writes.map(({ nodeId }) => nodeId)),
    texts(writes.map(({ key }) => key)),
    list(writes.map(({ owner }) => owner)),
    list(writes.map(({ againOf }) => againOf)),
    list(writes.map(({ atMs }) => atMs)),
    list(writes.map(({ count }) => count)),
    list(writes.map(({ payload }) => bytes.add(payload))),
    list(writes.map(({ payload }) => payload.length)),
    list(writes.map(({ facts }) => bytes.add(facts))),
    list(writes.map(({ facts }) => facts.length)),
    list(writes.map(({ place }) => place?.priority)),
    list(writes.map(({ place }) => (place?.takesTurn === true ? 1 : undefined))),
    texts(writes.map(({ place }) => place?.lane)),
  ];
}

function ownedColumns(writes: readonly WriteOf<'append' | 'pause' | 'finish'>[]): string[] {
  return [
    list(writes.map(({ runId }) => runId)),
    list(writes.map(({ tenantId }) => tenantId)),
    list(writes.map(({ epoch }) => epoch)),
  ];
}

function factColumns(writes: readonly WriteOf<'append' | 'pause' | 'finish'>[], bytes: Bytes): string[] {
  return [
    list(writes.map(({ count }) => count)),
    list(writes.map(({ facts }) => bytes.add(facts))),
    list(writes.map(({ facts }) => facts.length)),
  ];
}

function pauseColumns(writes: readonly WriteOf<'pause'>[], bytes: Bytes): unknown[] {
  return [
    ...ownedColumns(writes),
    list(writes.map(({ seen }) => seen)),
    ...factColumns(writes, bytes),
    texts(writes.map(({ end }) => end.status)),
    list(writes.map(({ end }) => end.wakeAtMs)),
  ];
}

function finishColumns(writes: readonly WriteOf<'finish'>[], bytes: Bytes): unknown[] {
  return [
    ...ownedColumns(writes),
    list(writes.map(({ seen }) => seen)),
    ...factColumns(writes, bytes),
    texts(writes.map(({ end }) => end.status)),
    texts(writes.map(({ end }) => (end.fault === undefined ? undefined : JSON.stringify(end.fault)))),
    texts(writes.map(({ end }) => end.faultStep)),
    list(writes.map(({ atMs }) => atMs)),
  ];
}

function ofKind<Kind extends Write['kind']>(writes: readonly Write[], kind: Kind): readonly WriteOf<Kind>[] {
  return writes.filter((write): write is WriteOf<Kind> => write.kind === kind);
}

/** The parameters of the statement for exactly the kinds that these writes have. */
export function toParameters(writes: readonly Write[]): unknown[] {
  const bytes = new Bytes();
  const [accepts, appends] = [ofKind(writes, 'accept'), ofKind(writes, 'append')];
  const [pauses, finishes] = [ofKind(writes, 'pause'), ofKind(writes, 'finish')];
  const columns = [
    ...(accepts.length > 0 ? acceptColumns(accepts, bytes) : []),
    ...(appends.length > 0 ? [...ownedColumns(appends), ...factColumns(appends, bytes)] : []),
    ...(pauses.length > 0 ? pauseColumns(pauses, bytes) : []),
    ...(finishes.length > 0 ? finishColumns(finishes, bytes) : []),
  ];
  return [bytes.all(), ...columns];
}
