interface Line {
  readonly from: string;
  readonly to: string;
}

interface Place {
  readonly id: string;
  /** `first`: whichever predecessor is done first is enough, so that none of them is certain. */
  readonly join?: 'all' | 'first' | undefined;
}

/**
 * Who has surely come before whom, one bit for each two nodes: 12 MB for 10,000 of them, where sets of names would take
 * gigabytes. Behind a node that takes the first of several, only what stands before each of them is certain.
 */
export class Ancestry {
  readonly #ids: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #rows: readonly Uint32Array[];

  /** `sorted` has every node after all that lead to it. */
  constructor(sorted: readonly Place[], edges: readonly Line[]) {
    this.#ids = sorted.map(({ id }) => id);
    this.#places = new Map(this.#ids.map((id, place) => [id, place]));
    const previous = this.#ids.map(() => new Set<number>());
    for (const { from, to } of edges) {
      const [source, target] = [this.#places.get(from), this.#places.get(to)];
      if (source !== undefined && target !== undefined) previous[target]?.add(source);
    }
    const rows: Uint32Array[] = [];
    for (const [place, { join }] of sorted.entries()) {
      const sources = [...(previous[place] ?? [])].map((source) => withItself(rows, source));
      rows.push(join === 'first' ? intersect(sources, place) : unite(sources, place));
    }
    this.#rows = rows;
  }

  isBefore(earlier: string, later: string): boolean {
    const [place, row] = [this.#places.get(earlier), this.#rowOf(later)];
    return place !== undefined && row !== undefined && ((row[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
  }

  /** All that come before, in their order. */
  list(id: string): readonly string[] {
    const row = this.#rowOf(id);
    if (row === undefined) return [];
    return this.#ids
      .slice(0, row.length * 32)
      .filter((_, place) => ((row[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0);
  }

  #rowOf(id: string): Uint32Array | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#rows[place];
  }
}

function withItself(rows: readonly Uint32Array[], place: number): Uint32Array {
  const row = new Uint32Array((place >>> 5) + 1);
  row.set(rows[place] ?? []);
  row[place >>> 5] = (row[place >>> 5] ?? 0) | (1 << (place & 31));
  return row;
}

function unite(rows: readonly Uint32Array[], place: number): Uint32Array {
  const all = new Uint32Array((place >>> 5) + 1);
  for (const row of rows) for (let at = 0; at < row.length; at += 1) all[at] = (all[at] ?? 0) | (row[at] ?? 0);
  return all;
}

function intersect([first, ...rows]: readonly Uint32Array[], place: number): Uint32Array {
  const all = new Uint32Array((place >>> 5) + 1);
  all.set(first ?? []);
  for (const row of rows) for (let at = 0; at < all.length; at += 1) all[at] = (all[at] ?? 0) & (row[at] ?? 0);
  return all;
}
