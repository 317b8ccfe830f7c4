type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** The value of each line, by its name and labels. */
  lines(): Iterable<readonly [string, number]> | Promise<Iterable<readonly [string, number]>>;
}

/** Upper ends of buckets in seconds, for what people or other systems wait for. */
const answerSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Upper ends of buckets in seconds, for what may wait for people. */
export const runSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300, 3_600, 86_400];

const special = /[\\"\n]/;

function escapeLabel(text: string): string {
  if (!special.test(text)) return text;
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function toKey(name: string, labels: Labels): string {
  const pairs = Object.entries(labels).map(([label, value]) => `${label}="${escapeLabel(value)}"`);
  return pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
}

export class Counter implements Family {
  readonly type = 'counter';
  readonly help: string;
  readonly #name: string;
  readonly #values = new Map<string, number>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.help = help;
  }

  add(labels: Labels = {}, amount = 1): void {
    const key = toKey(this.#name, labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + amount);
  }

  lines(): Iterable<readonly [string, number]> {
    return this.#values;
  }
}

/** What was observed under one set of labels. */
interface Series {
  readonly labels: Labels;
  /** Observations in each bucket alone, the last for all that are larger. */
  readonly counts: number[];
  sum: number;
}

/** How long things took in seconds, or how many there were. */
export class Histogram implements Family {
  readonly type = 'histogram';
  readonly help: string;
  readonly #name: string;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, Series>();

  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.help = help;
    this.#bounds = bounds;
  }

  observe(value: number, labels: Labels = {}): void {
    const series = this.#find(labels);
    const at = this.#bounds.findIndex((bound) => value <= bound);
    const bucket = at === -1 ? this.#bounds.length : at;
    series.counts[bucket] = (series.counts[bucket] ?? 0) + 1;
    series.sum += value;
  }

  *lines(): Iterable<readonly [string, number]> {
    for (const { labels, counts, sum } of this.#series.values()) {
      let total = 0;
      for (const [at, bound] of [...this.#bounds.map(String), '+Inf'].entries()) {
        total += counts[at] ?? 0;
        yield [toKey(`${this.#name}_bucket`, { ...labels, le: bound }), total];
      }
      yield [toKey(`${this.#name}_sum`, labels), sum];
      yield [toKey(`${this.#name}_count`, labels), total];
    }
  }

  /** Found by the values alone: one histogram's labels are always named in the same order. */
  #find(labels: Labels): Series {
    const key = Object.values(labels).join('\n');
    const found = this.#series.get(key);
    if (found !== undefined) return found;
    const series = { labels, counts: new Array<number>(this.#bounds.length + 1).fill(0), sum: 0 };
    this.#series.set(key, series);
    return series;
  }
}

/** What this process counts, for Prometheus. Labels come from a small fixed set of values, never from what was sent. */
export class Metrics {
  readonly #families = new Map<string, Family>();

  counter(name: string, help: string): Counter {
    return this.#add(name, new Counter(name, help));
  }

  histogram(name: string, help: string, bounds: readonly number[] = answerSeconds): Histogram {
    return this.#add(name, new Histogram(name, help, bounds));
  }

  /** Read when somebody asks. */
  gauge(name: string, help: string, read: () => number | Promise<number>): void {
    this.#add(name, { help, type: 'gauge', lines: async () => [[name, await read()] as const] });
  }

  /** The Prometheus text format, version 0.0.4. A gauge that can't be read just now is left out. */
  async toText(): Promise<string> {
    const texts = await Promise.all([...this.#families].map(([name, family]) => toLines(name, family)));
    return `${texts.flat().join('\n')}\n`;
  }

  #add<Kind extends Family>(name: string, family: Kind): Kind {
    if (this.#families.has(name)) throw new Error(`The metric ${name} is there already.`);
    this.#families.set(name, family);
    return family;
  }
}

async function toLines(name: string, family: Family): Promise<readonly string[]> {
  try {
    const lines = [...(await family.lines())].map(([key, value]) => `${key} ${value}`);
    return [`# HELP ${name} ${family.help}`, `# TYPE ${name} ${family.type}`, ...lines];
  } catch {
    return [];
  }
}
