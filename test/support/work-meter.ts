/**
 * Measures for how long at a stretch this thread worked, so that nothing else could. What counts is its processor time:
 * on a machine that has no time for it, a thread is late without having held anybody up.
 */
export class WorkMeter {
  longestWorkMs = 0;
  /** From one look to the next, waiting for the machine included: told, not judged. */
  longestGapMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #lookedAt = 0;
  #work = process.threadCpuUsage();

  start(): void {
    this.longestWorkMs = 0;
    this.longestGapMs = 0;
    this.#lookedAt = performance.now();
    this.#work = process.threadCpuUsage();
    this.#timer = setInterval(() => this.#look(), 10);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#look();
  }

  #look(): void {
    const now = performance.now();
    const { user, system } = process.threadCpuUsage(this.#work);
    this.longestWorkMs = Math.max(this.longestWorkMs, (user + system) / 1_000);
    this.longestGapMs = Math.max(this.longestGapMs, now - this.#lookedAt);
    this.#lookedAt = now;
    this.#work = process.threadCpuUsage();
  }
}
