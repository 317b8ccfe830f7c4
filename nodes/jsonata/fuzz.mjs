// node --conditions=source nodes/jsonata/fuzz.mjs [--seconds N] [--programs N] [--seed N]
import { fuzz } from './testing/fuzz.ts';
import { ordinaryRuntime } from './testing/runtime.ts';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : Number(process.argv[at + 1]);
};
const programs = option('programs', Number.POSITIVE_INFINITY);
const end = Date.now() + option('seconds', programs === Number.POSITIVE_INFINITY ? 30 : 1e9) * 1_000;
const seed = option('seed', 1);
const outcome = await fuzz(ordinaryRuntime(), seed, (done) => done >= programs || Date.now() > end);
process.stdout.write(
  `${JSON.stringify({ seed, ...outcome, unexplained: outcome.unexplained.slice(0, 50) }, null, 1)}\n`,
);
process.exitCode = outcome.unexplained.length === 0 ? 0 : 1;
