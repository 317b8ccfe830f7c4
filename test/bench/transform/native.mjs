import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { compile, loadRuntime } from '@invoicepatch/jsonata';
import jsonata from 'jsonata';
import { mappings } from './mappings.mjs';
import { microseconds } from './measure.mjs';

function loadOrdinary() {
  const source = readFileSync(createRequire(import.meta.url).resolve('jsonata'), 'utf8');
  return loadRuntime(source, { now: () => Date.now(), random: Math.random });
}

async function mustAgree(name, records, { reference, program }) {
  for (const record of records) {
    const expected = JSON.stringify(await reference.evaluate(record));
    if (JSON.stringify(program(record)) !== expected) throw new Error(`Mapping ${name} gives another result.`);
  }
}

async function measureMapping(runtime, name) {
  const { expression, input, inputs, batch } = mappings[name];
  const records = Array.from({ length: inputs }, (_, at) => input(at));
  const compiled = compile(expression);
  if (compiled.kind !== 'compiled') throw new Error(`Mapping ${name} was not compiled: ${compiled.reason}`);
  const reference = jsonata(expression);
  const program = runtime.load(compiled.code);
  await mustAgree(name, records, { reference, program });
  let at = 0;
  const next = () => {
    at += 1;
    return records[at % records.length];
  };
  return microseconds([
    { run: () => reference.evaluate(next()), isAsync: true, batch: Math.ceil(batch / 50) },
    { run: () => program(next()), isAsync: false, batch },
  ]);
}

/** Compiled mappings against the reference, in one process and without a sandbox: how many times quicker. */
export async function measureNative() {
  const runtime = loadOrdinary();
  const outcome = { nativeRatio: {}, native: {} };
  for (const name of Object.keys(mappings)) {
    const [referenceUs, compiledUs] = await measureMapping(runtime, name);
    outcome.nativeRatio[name] = Number((referenceUs / compiledUs).toFixed(1));
    outcome.native[name] = { referenceUs: Number(referenceUs.toFixed(2)), compiledUs: Number(compiledUs.toFixed(3)) };
  }
  return outcome;
}
