import type { Json } from '@invoicepatch/sdk';
import type { Advance } from '../../execution/advance.ts';
import { conclude } from '../../execution/conclude.ts';
import type { Step } from '../../execution/step.ts';
import { type Difference, differencesOf } from '../rehearsal/differences.ts';
import type { Expectation } from './test-case.ts';

/** One thing that is not as a test says, for whoever reads it. */
export interface Finding {
  readonly step: string | null;
  /** Where in the value: `lines[2].amount`. */
  readonly path: string;
  /** What was expected and what was found. */
  readonly message: string;
}

/** Answers whether an expression holds; a text says why it can't be told. */
export type Holds = (expression: string, value: string) => Promise<boolean | string>;

/** What came of a test, judged by what it expects. */
export async function judge(
  advance: Advance,
  expectations: readonly Expectation[],
  holds: Holds,
): Promise<readonly Finding[]> {
  const found = await Promise.all(expectations.map((each) => judgeOne(advance, each, holds)));
  return [...judgeEnd(advance, expectations), ...found.flat()];
}

/** A run that fails or hangs where no test expects it is a finding by itself. */
function judgeEnd(advance: Advance, expectations: readonly Expectation[]): readonly Finding[] {
  const end = conclude(advance);
  if (end?.status === 'failed') {
    const expected = expectations.some(
      ({ kind, step }) => kind === 'fails' && findStep(advance, step)?.key === end.step,
    );
    return expected ? [] : [{ step: end.step, path: '', message: `The step ${end.step} fails: ${end.fault.message}` }];
  }
  const open = advance.moves[0]?.step ?? [...advance.steps.values()].find(({ state }) => state.kind === 'asking')?.key;
  if (end?.status === 'succeeded' || open === undefined) return [];
  const message = `The step ${open} asks the outside something that the test does not answer. Add an answer for ${open}.`;
  return [{ step: open, path: '', message }];
}

async function judgeOne(advance: Advance, expected: Expectation, holds: Holds): Promise<readonly Finding[]> {
  const step = findStep(advance, expected.step);
  const finding = (message: string, path = ''): Finding[] => [{ step: expected.step, path, message }];
  if (step === undefined) return finding(`There is no step ${expected.step}.`);
  switch (expected.kind) {
    case 'skipped':
      return step.state.kind === 'skipped' ? [] : finding(`The step ${expected.step} is reached.`);
    case 'fails':
      return judgeFailure(step, expected.code).flatMap((message) => finding(message));
    case 'takes':
      return step.state.kind === 'done' && step.state.port === expected.port
        ? []
        : finding(`The step ${expected.step} goes ${wayOf(step)}, not by ${expected.port}.`);
    case 'equals':
    case 'includes':
    case 'holds':
      return judgeValue(step, expected, holds);
  }
}

function judgeFailure({ key, state }: Step, code: string | undefined): readonly string[] {
  if (state.kind !== 'failed') return [`The step ${key} does not fail.`];
  if (code === undefined || state.fault.code === code) return [];
  return [`The step ${key} fails with ${state.fault.code}, not with ${code}.`];
}

function wayOf({ state }: Step): string {
  return state.kind === 'done' ? `by ${state.port}` : 'nowhere';
}

type AboutValue = Extract<Expectation, { of: 'output' | 'input' }>;

async function judgeValue(step: Step, expected: AboutValue, holds: Holds): Promise<readonly Finding[]> {
  const text = expected.of === 'input' ? step.input : step.state.kind === 'done' ? step.state.output : undefined;
  if (text === undefined) {
    return [
      { step: step.key, path: '', message: `The step ${step.key} has no ${expected.of}: it was not carried out.` },
    ];
  }
  if (expected.kind === 'holds') {
    const verdict = await holds(expected.expression, text);
    if (verdict === true) return [];
    const why = verdict === false ? 'is not true' : verdict;
    return [
      { step: step.key, path: '', message: `Of the ${expected.of} of ${step.key}: ${expected.expression} ${why}` },
    ];
  }
  const actual = JSON.parse(text) as Json;
  const wanted = expected.kind === 'equals' ? actual : onlyNamed(actual, expected.value);
  return differencesOf(expected.value, wanted).map((difference) => toFinding(step.key, expected.of, difference));
}

function toFinding(step: string, of: string, { path, before, after }: Difference): Finding {
  const place = path === '' ? `The ${of} of ${step}` : `The ${of} of ${step} at ${path}`;
  return { step, path, message: `${place}: expected ${toWords(before)}, found ${toWords(after)}.` };
}

function toWords(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** What is there of what a pattern names: fields that it does not name are left out. */
function onlyNamed(actual: Json, pattern: Json): Json {
  if (Array.isArray(actual) && Array.isArray(pattern)) {
    return actual.map((item: Json, index) => {
      const wanted: Json | undefined = pattern[index];
      return wanted === undefined ? item : onlyNamed(item, wanted);
    });
  }
  if (!isObject(actual) || !isObject(pattern)) return actual;
  return Object.fromEntries(
    Object.entries(pattern).flatMap(([name, wanted]) => {
      const found = Object.hasOwn(actual, name) ? actual[name] : undefined;
      return found === undefined ? [] : [[name, onlyNamed(found, wanted)]];
    }),
  );
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** By its place in the run; a bare node id inside a loop means the first item's step. */
function findStep({ steps }: Advance, name: string): Step | undefined {
  return steps.get(name) ?? [...steps.values()].find(({ plan }) => plan.id === name);
}
