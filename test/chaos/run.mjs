// npm run chaos -- [--seconds N] [--seed N|random] [--only crash-points|nemesis|intents|poison]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const options = {
  seconds: { type: 'string', default: '600' },
  seed: { type: 'string', default: 'random' },
  only: { type: 'string' },
};
const trials = ['crash-points', 'intents', 'poison', 'nemesis'];

function readArguments() {
  const { values } = parseArgs({ options });
  if (!(Number(values.seconds) > 0))
    throw new Error(`--seconds takes how long the storm lasts, not "${values.seconds}".`);
  if (values.seed !== 'random' && !/^\d+$/.test(values.seed))
    throw new Error(`--seed takes a number or "random", not "${values.seed}".`);
  if (values.only !== undefined && !trials.includes(values.only))
    throw new Error(`--only takes one of: ${trials.join(', ')}.`);
  return values;
}

/** Everything is tried: every crash point, and a storm that lasts. Each prints its trials, its seed and what no failure means. */
function main() {
  const { seconds, seed, only } = readArguments();
  const jest = fileURLToPath(new URL('../../node_modules/jest/bin/jest.js', import.meta.url));
  const flags = ['--experimental-vm-modules', '--no-warnings', jest, '--selectProjects=integration', '--runInBand'];
  const { status } = spawnSync(process.execPath, [...flags, '--testPathPatterns', `test/chaos/${only ?? ''}`], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    // The same seed in all of them, so that what is printed is all that is needed to see a failure again.
    env: {
      ...process.env,
      CHAOS: 'all',
      CHAOS_SECONDS: seconds,
      CHAOS_SEED: seed === 'random' ? String(Date.now() % 1_000_000) : seed,
    },
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
}

try {
  main();
} catch (failure) {
  process.stderr.write(`${failure.message}\n`);
  process.exitCode = 2;
}
