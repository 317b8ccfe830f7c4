import { isDeepStrictEqual } from 'node:util';
import { compile, loadRuntime } from '@invoicepatch/json-logic';
import { LogicEngine } from 'json-logic-engine';
import jsonLogic from 'json-logic-js';

const runtime = loadRuntime();
const workOrder = {
  number: 'WO-1042',
  status: 'COMPLETED',
  tags: ['hvac', 'rooftop', 'warranty'],
  schedule: { minutes: 95 },
  customer: { name: 'Capital Towers Inc.', billing: { state: 'S5', country: 'CA' } },
  totals: { labor: 760.5, parts: 312.25 },
};
const entry = (at) => ({
  status: at % 3 === 0 ? 'DRAFT' : 'APPROVED',
  minutes: 30 + (at % 7) * 15,
  rate: 65 + (at % 4) * 5,
});
const timesheet = { entries: Array.from({ length: 50 }, (_, at) => entry(at)) };
const total = { '+': [{ var: 'totals.labor' }, { var: 'totals.parts' }] };
const branch = (at) => [
  { and: [{ '==': [{ var: 'customer.billing.state' }, `S${at}`] }, { '>=': [total, 100 * at] }] },
  `route${at}`,
];
const approved = { filter: [{ var: 'entries' }, { '==': [{ var: 'status' }, 'APPROVED'] }] };
const amount = { '*': [{ '/': [{ var: 'current.minutes' }, 60] }, { var: 'current.rate' }] };

const rules = {
  conditions: {
    rule: {
      and: [
        { '==': [{ var: 'status' }, 'COMPLETED'] },
        { '>': [{ var: 'schedule.minutes' }, 60] },
        { in: ['hvac', { var: 'tags' }] },
      ],
    },
    data: workOrder,
  },
  routing: { rule: { if: [...Array.from({ length: 7 }, (_, at) => branch(at)).flat(), 'default'] }, data: workOrder },
  lists: {
    rule: { '>': [{ reduce: [approved, { '+': [{ var: 'accumulator' }, amount] }, 0] }, 1000] },
    data: timesheet,
  },
};

const middle = (numbers) => numbers.sort((first, second) => first - second)[numbers.length >> 1];

/** Microseconds an evaluation: the median of rounds, after a warm-up. */
function measure(run, { warmMs = 250, roundMs = 80, rounds = 7 } = {}) {
  const once = (ms) => {
    const started = performance.now();
    let count = 0;
    let elapsed = 0;
    do {
      for (let turn = 0; turn < 100; turn += 1) run();
      count += 100;
      elapsed = performance.now() - started;
    } while (elapsed < ms);
    return (elapsed * 1_000) / count;
  };
  once(warmMs);
  return middle(Array.from({ length: rounds }, () => once(roundMs)));
}

const round = (number) => Number(number.toPrecision(3));
const ratio = {};
const us = {};
for (const [name, { rule, data }] of Object.entries(rules)) {
  const engine = new LogicEngine().build(rule);
  const program = runtime.load(compile(rule).code);
  // Inputs alternate, so that nothing can be worked out once and for all.
  const inputs = [data, structuredClone(data), structuredClone(data)];
  let at = 0;
  const next = () => {
    at += 1;
    return inputs[at % inputs.length];
  };
  const expected = jsonLogic.apply(rule, data);
  if (!isDeepStrictEqual(program(data), expected)) throw new Error(`The rule ${name} gives another result.`);
  const referenceUs = measure(() => jsonLogic.apply(rule, next()));
  const engineUs = measure(() => engine(next()));
  const compiledUs = measure(() => program(next()));
  const compileUs = measure(() => compile(rule), { warmMs: 100, roundMs: 30, rounds: 5 });
  ratio[name] = round(referenceUs / compiledUs);
  us[name] = {
    jsonLogicJs: round(referenceUs),
    jsonLogicEngineBuilt: round(engineUs),
    compiled: round(compiledUs),
    compile: round(compileUs),
  };
}

process.stdout.write(`${JSON.stringify({ ratio, us }, null, process.argv.includes('--json') ? 0 : 2)}\n`);
