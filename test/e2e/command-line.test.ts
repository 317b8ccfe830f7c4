import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';
import { setUpMainJob } from '../support/main-job.ts';

let engine: TestEngine;
let api: ApiClient;
let folder: string;
let key: string;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
  folder = await mkdtemp(join(tmpdir(), 'invoicepatch command '));
  key = (await api.post('/api/v1/api-keys', { name: 'Scripts', role: 'builder' })).body.key;
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await engine.stop();
});

interface Said {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** The command as a person starts it. */
function invoicepatch(args: readonly string[], env: Record<string, string> = {}): Promise<Said> {
  const program = join(process.cwd(), 'command/bin/invoicepatch.mjs');
  const whole = { PATH: process.env['PATH'] ?? '', INVOICEPATCH_URL: engine.url, INVOICEPATCH_TOKEN: key, ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { cwd: folder, env: whole }, (failure, out, err) => {
      resolve({ exit: failure === null ? 0 : Number(failure.code), out, err });
    });
  });
}

const hours = {
  name: 'Hours by command',
  document: {
    format: 1,
    nodes: [
      { id: 'start', type: 'core.manual@1' },
      { id: 'total', type: 'core.transform@1', config: { expression: "{ 'total': $number(hours) * 2 }" } },
      { id: 'keep', type: 'core.record-result@1', input: "{ 'collection': 'c', 'key': $run.id, 'value': total }" },
    ],
    edges: [
      { from: 'start', to: 'total' },
      { from: 'total', to: 'keep' },
    ],
  },
  tests: [
    {
      name: 'Four',
      nodeId: 'start',
      payload: { hours: 2 },
      stubs: [{ step: 'keep', output: {} }],
      expectations: [{ kind: 'equals', step: 'total', value: { total: 4 } }],
    },
  ],
};

const write = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value));

test('a file becomes a published flow, is run to its end, and told of', async () => {
  await write('hours.json', hours);

  const imported = await invoicepatch(['import', 'hours.json', '--publish']);
  const ran = await invoicepatch(['run', 'Hours by command', '--payload', '{"hours": 4}', '--follow', '--json']);
  const events = ran.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const runId = events.at(-1).id;
  const logs = await invoicepatch(['logs', runId]);
  const step = await invoicepatch(['show', runId, '--step', 'total', '--json']);
  const listed = await invoicepatch(['runs', '--flow', 'Hours by command', '--json']);

  expect(imported).toMatchObject({ exit: 0, out: 'New: Hours by command, published as version 1\n' });
  expect([ran.exit, events.at(-1).status]).toEqual([0, 'succeeded']);
  expect(logs.out).toMatch(/keep\s+intended/);
  expect(JSON.parse(step.out).output).toEqual({ total: 8 });
  expect(JSON.parse(listed.out)).toHaveLength(1);
}, 60_000);

test('a red test keeps the import from being published, and the exit code says so', async () => {
  const wrong = structuredClone(hours);
  Object.assign(wrong.document.nodes[1] ?? {}, { config: { expression: "{ 'total': 0 }" } });
  await write('wrong.json', wrong);

  const refused = await invoicepatch(['import', 'wrong.json', '--publish']);
  const tested = await invoicepatch(['test', 'Hours by command']);
  const compared = await invoicepatch(['compare', 'Hours by command']);

  expect([refused.exit, refused.err]).toEqual([1, expect.stringContaining('“Four” is red')]);
  expect([tested.exit, tested.out]).toEqual([1, expect.stringMatching(/RED {4}Four/)]);
  expect(compared.out).toMatch(/step total\n\s+total: 8 → 0/);
  expect(compared.out).toContain('1 different');
}, 60_000);

test('flows go to files and come back the same, with their connections by name', async () => {
  const job = await setUpMainJob(api);
  const [first, second] = [
    await invoicepatch(['export', job.flowId]),
    await invoicepatch(['export', job.flowId, '--dir', 'again']),
  ];
  const [file = ''] = await readdir(join(folder, 'flows'));
  const text = await readFile(join(folder, 'flows', file), 'utf8');

  const imported = await invoicepatch(['import', `flows/${file}`, '--name', 'A copy', '--json']);
  const [{ id }] = JSON.parse(imported.out);
  const [mine, copy] = await Promise.all([api.get(`/api/v1/flows/${job.flowId}`), api.get(`/api/v1/flows/${id}`)]);

  expect([first.exit, second.exit, imported.exit]).toEqual([0, 0, 0]);
  expect(text).not.toContain(job.connectionId);
  expect(await readFile(join(folder, 'again', file), 'utf8')).toBe(text);
  expect(copy.body.draft).toEqual(mine.body.draft);
  expect((await api.get(`/api/v1/flows/${id}/tests`)).body.items).toHaveLength(1);
}, 60_000);

test('failed runs are counted first, and run again when that is said', async () => {
  await invoicepatch(['import', 'hours.json', '--publish']);
  const failed = await invoicepatch(['run', 'Hours by command', '--payload', '{"hours": "many"}', '--follow']);

  const counted = await invoicepatch(['replay', '--failed', '--flow', 'Hours by command']);
  const again = await invoicepatch(['replay', '--failed', '--flow', 'Hours by command', '--yes', '--json']);

  expect(failed.exit).toBe(1);
  expect(counted.out).toContain('1 failed runs match');
  expect(JSON.parse(again.out)).toMatchObject({ total: 1, started: 1, failed: 0 });
}, 60_000);

test('what is wrong is said in a sentence with an exit code that a script understands', async () => {
  const cases: readonly (readonly [number, RegExp, readonly string[], Record<string, string>])[] = [
    [2, /There is no command called fly/, ['fly'], {}],
    [2, /INVOICEPATCH_TOKEN/, ['flows'], { INVOICEPATCH_TOKEN: '' }],
    [2, /Unknown option/, ['flows', '--nonsense'], {}],
    [1, /auth\.required/, ['flows', '--token', 'wrong'], {}],
    [1, /There is no flow called Nothing/, ['run', 'Nothing'], {}],
    [3, /can't be reached/, ['flows', '--url', 'http://127.0.0.1:1'], {}],
    [0, /Exit codes/, ['help'], {}],
  ];
  for (const [exit, words, args, env] of cases) {
    const said = await invoicepatch(args, env);
    expect([args[0], said.exit, said.out + said.err]).toEqual([args[0], exit, expect.stringMatching(words)]);
    expect(said.err).not.toContain(key);
  }
}, 60_000);
