import { writeSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { openChance, tellTrials, toSeed } from './chance.ts';
import { type Lane, type Outcome, openLane, type Trial } from './crash-trial.ts';
import { toDelivery } from './deliveries.ts';
import { type Harm, startEngineProcess } from './engine-process.ts';
import { type Job, type Stage, setStage } from './stage.ts';

const { CHAOS, CHAOS_SEED } = process.env;
const every = CHAOS === 'all';
const laneCount = every ? 3 : 2;
/** Places of a sample; with CHAOS=all every place is tried. */
const sampleSize = { die: 8, cut: 6 };
/** More than a run passes. */
const mostPlaces = 190;
const seed = toSeed(CHAOS_SEED);
let stage: Stage;

beforeAll(async () => {
  stage = await setStage(every ? 2 * mostPlaces : 2 + sampleSize.die + sampleSize.cut);
}, 300_000);
afterAll(() => stage.close(), 60_000);

/** The places that a run passes that nothing disturbs. */
async function listPlaces(own: Job): Promise<readonly string[]> {
  const engine = await startEngineProcess(await stage.makeHome());
  try {
    const api = new ApiClient(engine.url, stage.token);
    await engine.arm();
    const { body } = await api.post(own.hook, toDelivery(8_000).body);
    await api.settled(body.runId);
    return await engine.passed();
  } finally {
    await engine.kill();
  }
}

/** From the request for a new token to the commit that stores it, counted from one. */
function tokenWindow(places: readonly string[]): readonly [number, number] {
  const begin = places.indexOf('before POST bearer');
  const end = places.findIndex((name, at) => at > begin && name.startsWith('after UPDATE connections'));
  return [begin + 1, end + 3];
}

/** All of them, or one from each stretch. */
function choosePlaces(count: number, size: number): readonly number[] {
  if (every) return Array.from({ length: count }, (_, index) => index + 1);
  const chance = openChance(seed);
  const stretch = count / size;
  return Array.from({ length: size }, (_, index) => 1 + Math.floor((index + chance()) * stretch));
}

async function work(lane: Lane, trials: Trial[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (let trial = trials.shift(); trial !== undefined; trial = trials.shift()) {
    const { place } = trial;
    const failed = (thrown: unknown) => ({
      place,
      reached: true,
      lockedOut: false,
      recoveryMs: 0,
      wrongs: [String(thrown)],
    });
    outcomes.push(await lane.run(trial).catch(failed));
  }
  return outcomes;
}

test.each<[string, Harm, number]>([
  ['the engine is killed', 'die', 0],
  ['its connections to Postgres are cut', 'cut', every ? mostPlaces : 1 + sampleSize.die],
])(
  'wherever %s, the delivery becomes its two invoices, and no third',
  async (_, harm, firstJob) => {
    const own = stage.jobs[firstJob];
    if (own === undefined) throw new Error('The stage has too few jobs.');
    const all = await listPlaces(own);
    const places = choosePlaces(all.length, sampleSize[harm]);
    const trials = places.flatMap((place, index) => {
      const job = stage.jobs[firstJob + 1 + index];
      return job === undefined ? [] : [{ place, harm, job, delivery: toDelivery(firstJob + 1 + index) }];
    });

    const lanes = await Promise.all(Array.from({ length: laneCount }, () => openLane(stage)));
    const outcomes = (await Promise.all(lanes.map((lane) => work(lane, trials)))).flat();
    await Promise.all(lanes.map((lane) => lane.close()));

    const lockedOut = outcomes.filter((outcome) => outcome.lockedOut);
    const wrong = outcomes.filter(({ wrongs }) => wrongs.length > 0);
    const harmed = outcomes.filter(({ reached }) => reached);
    const recoveries = harmed.map(({ recoveryMs }) => recoveryMs).sort((a, b) => a - b);
    const told = `${tellTrials(wrong.length, harmed.length)}, ${all.length} places; ${lockedOut.length} locked out; seed ${seed}; recovery at most ${recoveries.at(-1)} ms, half within ${recoveries[recoveries.length >> 1]} ms`;
    writeSync(2, `  crash points, ${harm}: ${told}\n`);
    expect(wrong).toEqual([]);
    // Between QuickBooks' replacing the refresh token and our storing it, a killed engine takes the new one with it.
    const [handedOver, stored] = tokenWindow(all);
    for (const { place } of lockedOut) expect([handedOver <= place, place <= stored]).toEqual([true, true]);
    expect(outcomes).toHaveLength(places.length);
    // A place may be missed when steps that run side by side took another order; most are met.
    expect(harmed.length).toBeGreaterThan(places.length * 0.9 - 2);
  },
  1_800_000,
);
