type Labels = Readonly<Record<string, string>>;

interface Family {
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** The value of each line, by its name and labels. */
  lines(): Iterable<readonly [string, number]>;
}

const bucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

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

interface Series {
  readonly labels: Labels;
  count: number;
  sum: number;
  /** By bucket, without those before it. */
  readonly upTo: number[];
}

/** How long things took, in seconds. */
export class Histogram implements Family {
  readonly type = 'histogram';
  readonly help: string;
  readonly #name: string;
  readonly #values = new Map<string, Series>();

  constructor(name: string, help: string) {
    this.#name = name;
    this.help = help;
  }

  observe(seconds: number, labels: Labels = {}): void {
    const key = toKey(this.#name, labels);
    const known = this.#values.get(key);
    const series = known ?? { labels, count: 0, sum: 0, upTo: bucketsSeconds.map(() => 0) };
    if (known === undefined) this.#values.set(key, series);
    series.count += 1;
    series.sum += seconds;
    // Each observation once; adding up is left to whoever reads.
    const bucket = bucketsSeconds.findIndex((limit) => seconds <= limit);
    if (bucket !== -1) series.upTo[bucket] = (series.upTo[bucket] ?? 0) + 1;
  }

  *lines(): Iterable<readonly [string, number]> {
    for (const { labels, count, sum, upTo } of this.#values.values()) {
      let reached = 0;
      for (const [index, limit] of bucketsSeconds.entries()) {
        reached += upTo[index] ?? 0;
        yield [toKey(`${this.#name}_bucket`, { ...labels, le: String(limit) }), reached];
      }
      yield [toKey(`${this.#name}_bucket`, { ...labels, le: '+Inf' }), count];
      yield [toKey(`${this.#name}_sum`, labels), sum];
      yield [toKey(`${this.#name}_count`, labels), count];
    }
  }
}

/** What this process counts, for Prometheus. Labels come from a small fixed set of values, never from what was sent. */
export class Metrics {
  readonly #families = new Map<string, Family>();

  counter(name: string, help: string): Counter {
    return this.#add(name, new Counter(name, help));
  }

  histogram(name: string, help: string): Histogram {
    return this.#add(name, new Histogram(name, help));
  }

  /** Read when somebody asks. */
  gauge(name: string, help: string, read: () => number): void {
    this.#add(name, { help, type: 'gauge', lines: () => [[name, read()] as const] });
  }

  /** The Prometheus text format, version 0.0.4. */
  toText(): string {
    const lines = [...this.#families].flatMap(([name, family]) => [
      `# HELP ${name} ${family.help}`,
      `# TYPE ${name} ${family.type}`,
      ...[...family.lines()].map(([key, value]) => `${key} ${value}`),
    ]);
    return `${lines.join('\n')}\n`;
  }

  #add<Kind extends Family>(name: string, family: Kind): Kind {
    if (this.#families.has(name)) throw new Error(`The metric ${name} is there already.`);
    this.#families.set(name, family);
    return family;
  }
}
