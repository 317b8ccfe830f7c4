import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { toFault } from '@invoicepatch/sdk';
import { afterAll, expect, test } from '@jest/globals';
import { ProcessSandbox } from '../../engine/src/sandbox/sandbox.process.ts';
import { defaultLimits } from '../../engine/src/sandbox/sandbox-limits.ts';
import { isSameResult, type Case as RuleCase, readSuites } from '../../nodes/json-logic/testing/suite.ts';

const sharedFolder = process.env['SHARED_DIR'] ?? join(import.meta.dirname, '../../../shared');
const jsonataFolder = join(sharedFolder, 'conformance/jsonata');
const rulesFolder = join(sharedFolder, 'conformance/json-logic');
/** Time is of no interest here, and the whole suite is handed over at once. */
const sandbox = new ProcessSandbox({
  ...defaultLimits,
  evaluation: { ...defaultLimits.evaluation, timeoutMs: 20_000 },
  pool: { ...defaultLimits.pool, queueMs: 60_000 },
});

afterAll(() => sandbox.close());

interface Case {
  readonly place: string;
  readonly expr?: string;
  readonly 'expr-file'?: string;
  readonly data?: unknown;
  readonly dataset?: string | null;
  readonly bindings?: Readonly<Record<string, unknown>>;
  readonly code?: string;
  readonly error?: { readonly code: string };
  readonly undefinedResult?: boolean;
  readonly unordered?: boolean;
  readonly result?: unknown;
}

/** Where the sandbox differs on purpose, or where JSON text cannot carry what the case is about. */
const different: Readonly<Record<string, string>> = {
  'function-encodeUrl/case002.json': 'half a surrogate pair is not text',
  'function-encodeUrlComponent/case002.json': 'half a surrogate pair is not text',
  'function-string/case022.json': 'the input is null, never nothing',
  'function-trim/case002.json': 'the input is null, never nothing',
  'encoding/case001.json': 'the input is null, never nothing',
  'transform/case022.json': 'the input is null, never nothing',
  'range-operator/case021.json': 'ten million items are over the limit',
  'range-operator/case024.json': 'ten million items are over the limit',
};

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

function loadCases(): Case[] {
  return readdirSync(join(jsonataFolder, 'groups')).flatMap((group) =>
    readdirSync(join(jsonataFolder, 'groups', group)).flatMap((file) =>
      [readJson(join(jsonataFolder, 'groups', group, file))]
        .flat()
        .map((one) => ({ ...one, place: `${group}/${file}` })),
    ),
  );
}

function sourceOf(one: Case, files: Readonly<Record<string, string>>): string {
  const file = one['expr-file'];
  return file === undefined ? (one.expr ?? '') : (files[`groups/${one.place.split('/')[0]}/${file}`] ?? '');
}

function inputOf(one: Case): string {
  if ('data' in one) return JSON.stringify(one.data);
  return one.dataset ? readFileSync(join(jsonataFolder, 'datasets', `${one.dataset}.json`), 'utf8') : 'null';
}

const sorted = (value: unknown) =>
  Array.isArray(value) ? [...value].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : value;

async function judge(one: Case, source: string): Promise<string> {
  const bindings = Object.fromEntries(
    Object.entries(one.bindings ?? {}).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const wanted = one.code ?? one.error?.code;
  try {
    const text = await sandbox.evaluate({
      tenantId: one.place.slice(0, 8),
      scope: one.place.split('/')[0] ?? '',
      program: { language: 'jsonata', source },
      input: inputOf(one),
      bindings,
      now: 0,
      seed: 'suite',
    });
    const result: unknown = text === undefined ? undefined : JSON.parse(text);
    if (wanted !== undefined) return `gave ${text}, should fail with ${wanted}`;
    const same = one.unordered
      ? isDeepStrictEqual(sorted(result), sorted(one.result))
      : isDeepStrictEqual(result, one.undefinedResult ? undefined : one.result);
    return same ? 'right' : `gave ${text}`;
  } catch (thrown) {
    const { code, details } = toFault(thrown);
    return wanted !== undefined && details['code'] === wanted ? 'right' : `failed with ${code} ${details['code']}`;
  }
}

test('the suite of the JSONata project passes inside the sandbox', async () => {
  if (!existsSync(jsonataFolder)) {
    process.stderr.write(`NOT RUN: the JSONata suite is not at ${jsonataFolder}; set SHARED_DIR.\n`);
    return;
  }
  const files = readJson(join(jsonataFolder, 'expr-files.json'));
  const cases = loadCases().filter(({ place, code }) => different[place] === undefined && code !== 'U1001');

  const verdicts = await Promise.all(
    cases.map(async (one) => {
      const source = sourceOf(one, files);
      const verdict = await judge(one, source);
      // `$eval` is refused here, and that is the only thing that its cases may say.
      const expected = source.includes('$eval(') && verdict.includes('eval-refused') ? 'right' : verdict;
      return expected === 'right' ? 'right' : `${one.place}: ${source.slice(0, 80)} ${expected}`;
    }),
  );

  expect(verdicts.filter((verdict) => verdict !== 'right')).toEqual([]);
  expect(verdicts.length).toBeGreaterThan(1_250);
}, 60_000);

/** What the sandbox's own codes say in the words of the suites. */
const ruleErrors: Readonly<Record<string, string>> = { 'rule-number': 'NaN', 'rule-arguments': 'Invalid Arguments' };

async function judgeRule({ id, rule, data, expected }: RuleCase): Promise<string> {
  const program = { language: 'json-logic', source: JSON.stringify(rule) } as const;
  const request = { tenantId: id.slice(0, 8), scope: 'rules', bindings: {}, now: 0, seed: '' };
  try {
    const text = await sandbox.evaluate({ ...request, program, input: JSON.stringify(data) });
    const result: unknown = text === undefined ? null : JSON.parse(text);
    return 'result' in expected && isSameResult(result, expected.result) ? 'right' : `${id} gave ${text}`;
  } catch (thrown) {
    const { details, message } = toFault(thrown);
    const code = String(details['code']);
    const isExpected = 'errorType' in expected && (ruleErrors[code] === expected.errorType || code === 'rule-thrown');
    return isExpected ? 'right' : `${id} failed: ${message}`;
  }
}

test('the suites of the JSON logic community pass inside the sandbox', async () => {
  const cases = readSuites(rulesFolder);
  if (cases.length === 0) {
    process.stderr.write(`NOT RUN: the JSON logic suites are not at ${rulesFolder}; set SHARED_DIR.\n`);
    return;
  }

  const verdicts = await Promise.all(cases.map(judgeRule));

  expect(verdicts.filter((verdict) => verdict !== 'right')).toEqual([]);
  expect(cases.length).toBeGreaterThan(1_000);
}, 60_000);
