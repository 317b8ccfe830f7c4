// node --conditions=source test/fuzz/run.mjs jsonata [--seconds N] [--programs N] [--seed N] [--json]
import { parseArgs } from 'node:util';
import { fuzz } from '../../nodes/jsonata/testing/fuzz.ts';
import { ordinaryRuntime } from '../../nodes/jsonata/testing/runtime.ts';

const options = {
  seconds: { type: 'string' },
  programs: { type: 'string' },
  seed: { type: 'string' },
  json: { type: 'boolean', default: false },
};

function readNumber(name, text, otherwise) {
  const number = text === undefined ? otherwise : Number(text);
  if (Number.isNaN(number)) throw new Error(`--${name} takes a number, not "${text}".`);
  return number;
}

function readArguments() {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.length !== 1 || positionals[0] !== 'jsonata') {
    throw new Error('Say what to try: npm run fuzz -- jsonata --seconds N [--programs N] [--seed N] [--json].');
  }
  const programs = readNumber('programs', values.programs, Number.POSITIVE_INFINITY);
  const unlimited = values.programs === undefined ? 30 : Number.POSITIVE_INFINITY;
  const seconds = readNumber('seconds', values.seconds, unlimited);
  // Another one each time finds more; it is printed, so that the same programs can be had again.
  const seed = readNumber('seed', values.seed, Date.now() % 1_000_000_000);
  return { programs, end: Date.now() + seconds * 1_000, seed, isJson: values.json };
}

async function main() {
  const { programs, end, seed, isJson } = readArguments();
  const outcome = await fuzz(ordinaryRuntime(), seed, (done) => done >= programs || Date.now() > end);
  process.stdout.write(`${JSON.stringify({ seed, ...outcome }, null, isJson ? 0 : 1)}\n`);
  process.exitCode = outcome.unexplained.length === 0 ? 0 : 1;
}

await main().catch((failure) => {
  process.stderr.write(`${failure.message}\n`);
  process.exitCode = 2;
});
