const middle = (numbers) => numbers.toSorted((first, second) => first - second)[numbers.length >> 1];

/** Microseconds of processor time that one run takes, over at least `ms` of it. */
async function once({ run, isAsync, batch }, ms) {
  const started = process.cpuUsage();
  let count = 0;
  let spent = 0;
  do {
    for (let turn = 0; turn < batch; turn += 1) {
      const result = run();
      if (isAsync) await result;
    }
    count += batch;
    const { user, system } = process.cpuUsage(started);
    spent = user + system;
  } while (spent < ms * 1_000);
  return spent / count;
}

/**
 * Microseconds of processor time a run of each work: the median of rounds, after a warm-up. The works take turns, so
 * that a busy machine is busy for all of them.
 */
export async function microseconds(works, { warmMs = 400, roundMs = 150, rounds = 9 } = {}) {
  const times = works.map(() => []);
  for (const work of works) await once(work, warmMs);
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, work] of works.entries()) times[at].push(await once(work, roundMs));
  }
  return times.map(middle);
}
