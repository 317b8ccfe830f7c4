/** The same numbers for the same seed: a failure can be looked at again. */
export function openChance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The same places each time, so that a red test stays red; CHAOS_SEED=random looks elsewhere. */
const usualSeed = 890_666;

export function toSeed(text: string | undefined): number {
  if (text === 'random') return Date.now() % 1_000_000;
  return Number(text ?? usualSeed);
}

/** What trials without a failure say: the rate is below this, in 95 of 100 such series. */
export function tellTrials(failures: number, trials: number): string {
  const bound = failures === 0 ? `; the rate of failure is below about ${(300 / trials).toFixed(1)} % at 95 %` : '';
  return `${failures} failures in ${trials} trials${bound}`;
}
