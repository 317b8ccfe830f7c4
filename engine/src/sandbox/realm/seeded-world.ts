export interface SeededWorld {
  /** Sets the clock and starts the random numbers of one evaluation. */
  begin(now: number, seed: string): void;
  /** The machine's own clock, for who has to end in time. No program gets to see it. */
  machineNow(): number;
}

/** Replaces clock and randomness by values that an evaluation is given. */
export function createSeededWorld(): SeededWorld {
  const RealDate = Date;
  const machineNow = Date.now;
  let clock = 0;
  let state = 0;
  let sown: string | undefined = '';

  /** Most programs want no random number, so a seed is spread only for the first. */
  function sow(seed: string): void {
    sown = undefined;
    state = 0x811c9dc5;
    for (let at = 0; at < seed.length; at += 1) state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193);
  }

  function SeededDate(this: unknown, ...given: unknown[]): unknown {
    if (new.target === undefined) return new RealDate(clock).toString();
    return given.length === 0 ? new RealDate(clock) : Reflect.construct(RealDate, given, RealDate);
  }
  Object.defineProperty(SeededDate, 'prototype', { value: RealDate.prototype });
  Object.assign(SeededDate, { now: () => clock, parse: RealDate.parse, UTC: RealDate.UTC });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: SeededDate });
  Object.defineProperty(RealDate, 'now', { value: () => clock });
  Object.defineProperty(globalThis, 'Date', { value: SeededDate, configurable: true, writable: true });

  // Mulberry32: small, quick, and the same everywhere.
  Math.random = () => {
    if (sown !== undefined) sow(sown);
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };

  return {
    begin(now, seed) {
      clock = now;
      sown = seed;
    },
    machineNow: () => machineNow(),
  };
}
