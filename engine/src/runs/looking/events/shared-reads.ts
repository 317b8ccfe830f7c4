/** One read for everybody who asks for the same thing at about the same time. */
export class SharedReads<Result> {
  readonly #read: (key: string) => Promise<Result>;
  readonly #freshMs: number;
  readonly #running = new Map<string, Promise<Result>>();

  constructor(freshMs: number, read: (key: string) => Promise<Result>) {
    this.#freshMs = freshMs;
    this.#read = read;
  }

  get(key: string): Promise<Result> {
    const running = this.#running.get(key);
    if (running !== undefined) return running;
    const read = this.#read(key);
    this.#running.set(key, read);
    const forget = () => this.#running.delete(key);
    read.then(() => setTimeout(forget, this.#freshMs).unref(), forget);
    return read;
  }
}
