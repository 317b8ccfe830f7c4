import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ExcelJS from 'exceljs';
import { ApiClient } from '../support/api-client.ts';
import { startTestEngine, type TestEngine } from '../support/engine.ts';
import { dropSample, type MainJob, sample, setUpMainJob } from '../support/main-job.ts';

let engine: TestEngine;
let api: ApiClient;
let job: MainJob;

beforeAll(async () => {
  engine = await startTestEngine();
  api = new ApiClient(engine.url, engine.ownerToken);
  job = await setUpMainJob(api);
});

afterAll(() => engine.stop());

async function workbook(change: (sheet: ExcelJS.Worksheet) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(sample('timesheet-2026-11.xlsx')).buffer);
  const [sheet] = book.worksheets;
  if (sheet === undefined) throw new Error('The sample has a sheet.');
  change(sheet);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function columnOf(sheet: ExcelJS.Worksheet, heading: string): number {
  for (let row = 1; row <= 10; row += 1) {
    for (let column = 1; column <= 20; column += 1) {
      if (sheet.getRow(row).getCell(column).text === heading) return column;
    }
  }
  throw new Error(`No heading ${heading}.`);
}

describe('workbooks', () => {
  test('a missing column is named, with the ones that were found', async () => {
    const content = await workbook((sheet) => sheet.spliceColumns(columnOf(sheet, 'Hours'), 1));

    const run = await api.settled(await dropSample(api, job, content));

    expect(run).toMatchObject({ status: 'failed', faultStep: 'read', fault: { code: 'workbook.missing-columns' } });
    expect(run.fault.message).toMatch(/Hours/);
  });

  test('text in a number cell and a formula error reject their rows only', async () => {
    const content = await workbook((sheet) => {
      const hours = columnOf(sheet, 'Hours');
      sheet.getRow(5).getCell(hours).value = 'half a day';
      sheet.getRow(6).getCell(hours).value = { formula: 'A1/0', result: { error: '#DIV/0!' } };
    });

    const run = await api.settled(await dropSample(api, job, content));
    const { output } = (await api.get(`/api/v1/runs/${run.id}/steps/summary`)).body;

    expect(run.status).toBe('succeeded');
    expect(output.rejected.map((each: { row: number }) => each.row)).toEqual([5, 6, 26]);
    expect(JSON.stringify(output.rejected)).toMatch(/half a day/);
    expect(JSON.stringify(output.rejected)).toMatch(/#DIV\/0!/);
  });

  test('100,000 rows are refused with the limit', async () => {
    const content = await workbook((sheet) => {
      const row = sheet.getRow(2).values;
      for (let count = 0; count < 100_000; count += 1) sheet.addRow(row);
    });

    const run = await api.settled(await dropSample(api, job, content), 60_000);

    expect(run).toMatchObject({ status: 'failed', fault: { code: 'workbook.too-many-rows' } });
    expect(run.fault.message).toMatch(/20.?000/);
  }, 90_000);

  test('something that is no workbook says what it should be', async () => {
    const run = await api.settled(await dropSample(api, job, Buffer.from('date;hours\n2026-11-02;8\n')));

    expect(run).toMatchObject({ status: 'failed', fault: { code: expect.stringMatching(/^workbook\./) } });
    expect(run.fault.message).toMatch(/xlsx/);
  });

  test('compressed nonsense does not hurt', async () => {
    const run = await api.settled(await dropSample(api, job, gzipSync(Buffer.alloc(5_000_000))));

    expect(run.status).toBe('failed');
  });
});

describe('webhook bodies', () => {
  const raw = (body: string) => api.send('POST', job.hook, body, { 'content-type': 'application/json' });

  test.each([
    ['no JSON', '{"entries": [', 400],
    ['too deep', `${'['.repeat(2_000)}${']'.repeat(2_000)}`, 400],
    ['too large', JSON.stringify({ entries: 'x'.repeat(12_000_000) }), 413],
    ['poisoned', '{"__proto__": {"polluted": true}}', 400],
  ])('%s is refused before a run is made', async (_, body, status) => {
    const before = (await api.get('/api/v1/runs?limit=1')).body.items[0]?.id;

    const answer = await raw(body);

    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(/\w+ .+\./);
    expect((await api.get('/api/v1/runs?limit=1')).body.items[0]?.id).toBe(before);
  });

  test('a body of another shape stops the run at the step that needs it, with what is missing', async () => {
    const { body } = await raw('{"hello": 1}');

    const run = await api.settled(body.runId);

    expect(run).toMatchObject({ status: 'failed', faultStep: 'normalise' });
    expect(run.fault.message).toMatch(/entries/);
  });

  test('an unknown hook is not found', async () => {
    expect((await api.post(`${job.hook.slice(0, -4)}AAAA`, {})).status).toBe(404);
  });
});

describe('expressions', () => {
  async function runExpression(expression: string) {
    const document = {
      format: 1,
      nodes: [
        { id: 'start', type: 'core.manual@1' },
        { id: 'map', type: 'core.transform@1', config: { expression } },
      ],
      edges: [{ from: 'start', to: 'map' }],
    };
    const flow = await api.post('/api/v1/flows', { name: `Expression ${Math.random()}`, document });
    await api.post(`/api/v1/flows/${flow.body.id}/publish`);
    const started = await api.post(`/api/v1/flows/${flow.body.id}/run`, { payload: {} });
    return api.settled(started.body.runId, 60_000);
  }

  test('one that throws says where and why', async () => {
    const run = await runExpression('$error("No rate for this role")');

    expect(run).toMatchObject({ status: 'failed', faultStep: 'map' });
    expect(run.fault.message).toMatch(/No rate for this role/);
  });

  test.each([
    ['loops', '($f := function($n) { $f($n + 1) }; $f(1))'],
    ['eats memory', '($f := function($s) { $f($append($s, $s)) }; $f([1..1000]))'],
  ])(
    'one that %s is stopped, and others go on',
    async (_, expression) => {
      const [bad, good] = await Promise.all([runExpression(expression), runExpression('1 + 1')]);

      expect(bad).toMatchObject({
        status: 'failed',
        faultStep: 'map',
        fault: { code: expect.stringMatching(/^expression\./) },
      });
      expect(good.status).toBe('succeeded');
    },
    90_000,
  );

  test('a syntax error stops publishing, with node, path and position', async () => {
    const document = {
      format: 1,
      nodes: [
        { id: 'start', type: 'core.manual@1' },
        { id: 'map', type: 'core.transform@1', config: { expression: '1 +' } },
      ],
      edges: [{ from: 'start', to: 'map' }],
    };
    const flow = await api.post('/api/v1/flows', { name: 'Broken', document });

    const answer = await api.post(`/api/v1/flows/${flow.body.id}/publish`);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code: 'flow.not-publishable' });
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ nodeId: 'map', path: expect.stringContaining('config.expression') }),
    ]);
  });
});
