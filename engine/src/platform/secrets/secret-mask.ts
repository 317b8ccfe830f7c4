const covered = '•••';
/** Shorter texts are too common: covering "ok" everywhere would hide more than it protects. */
const shortest = 4;

function formsOf(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  return [value, encodeURIComponent(value), json, Buffer.from(value).toString('base64')];
}

/** Covers known secret values wherever they turn up in a text. */
export class SecretMask {
  readonly #values: readonly string[];

  constructor(values: Iterable<string>) {
    const forms = [...values].filter((value) => value.length >= shortest).flatMap(formsOf);
    // The longest first: a secret that holds another one is covered as a whole.
    this.#values = [...new Set(forms)].sort((one, other) => other.length - one.length);
  }

  cover(text: string): string {
    return this.#values.reduce((covering, value) => covering.replaceAll(value, covered), text);
  }

  /** In every text of a value, at any depth. */
  coverAll(value: unknown): unknown {
    if (typeof value === 'string') return this.cover(value);
    if (Array.isArray(value)) return value.map((each) => this.coverAll(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, this.coverAll(each)]));
  }
}
