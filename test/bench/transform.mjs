import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compile, loadRuntime } from '@invoicepatch/jsonata';
import jsonata from 'jsonata';
import { mappings } from './transform-mappings.mjs';

const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
const runtime = loadRuntime(source, { now: () => Date.now(), random: Math.random });

const middle = (numbers) => numbers.sort((first, second) => first - second)[numbers.length >> 1];

/** Microseconds an evaluation: the median of rounds, after a warm-up. */
async function measure(work, { warmMs = 400, roundMs = 170, rounds = 7 } = {}) {
  const once = async (ms) => {
    const started = performance.now();
    let count = 0;
    let elapsed = 0;
    do {
      for (let turn = 0; turn < work.batch; turn += 1) {
        const result = work.run();
        if (work.isAsync) await result;
      }
      count += work.batch;
      elapsed = performance.now() - started;
    } while (elapsed < ms);
    return (elapsed * 1_000) / count;
  };
  await once(warmMs);
  const times = [];
  for (let round = 0; round < rounds; round += 1) times.push(await once(roundMs));
  return middle(times);
}

const nativeRatio = {};
const native = {};
for (const [name, { expression, input, inputs, batch }] of Object.entries(mappings)) {
  const records = Array.from({ length: inputs }, (_, at) => input(at));
  const reference = jsonata(expression);
  const compiled = compile(expression);
  if (compiled.kind !== 'compiled') throw new Error(`Mapping ${name} was not compiled: ${compiled.reason}`);
  const program = runtime.load(compiled.code);
  for (const record of records) {
    const expected = JSON.stringify(await reference.evaluate(record));
    if (JSON.stringify(program(record)) !== expected) throw new Error(`Mapping ${name} gives another result.`);
  }
  let at = 0;
  const next = () => {
    at += 1;
    return records[at % records.length];
  };
  const referenceUs = await measure({
    run: () => reference.evaluate(next()),
    isAsync: true,
    batch: Math.ceil(batch / 50),
  });
  const compiledUs = await measure({ run: () => program(next()), isAsync: false, batch });
  nativeRatio[name] = Number((referenceUs / compiledUs).toFixed(1));
  native[name] = { referenceUs: Number(referenceUs.toFixed(2)), compiledUs: Number(compiledUs.toFixed(3)) };
}

process.stdout.write(`${JSON.stringify({ nativeRatio, native }, null, process.argv.includes('--json') ? 0 : 2)}\n`);
