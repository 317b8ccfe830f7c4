import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { type Attempt, readAttempts } from '../corpus/attempts.ts';
import type { Door } from '../corpus/doors.ts';
import { CorpusRunner } from '../corpus/run-corpus.ts';
import { makeStand } from '../corpus/stand.ts';

const sharedFolder = process.env['SHARED_DIR'] ?? join(import.meta.dirname, '../../../shared');
const corpus = join(sharedFolder, 'security/sandbox-attempts.json');
const probe = new URL('../corpus/engine-probe.mjs', import.meta.url).href;

/** What the probe says of a process that runs a piece of code. */
async function lookAt(code: string): Promise<{ longestWorkMs: number; longestGapMs: number; polluted: boolean }> {
  const stay = 'setTimeout(() => undefined, 60_000);';
  const child = spawn(process.execPath, ['--import', probe, '--eval', `${stay}setTimeout(() => { ${code} }, 50)`], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  await wait(700);
  const answer = once(child, 'message');
  child.send({ kind: 'look' });
  const [message] = await answer;
  child.kill('SIGKILL');
  return message;
}

test('the probe counts work, and not what the machine takes', async () => {
  const held = await lookAt('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 400)');
  const busy = await lookAt(
    'const begin = process.threadCpuUsage(); while (process.threadCpuUsage(begin).user < 250_000);',
  );

  expect(held.longestGapMs).toBeGreaterThan(390);
  expect(held.longestWorkMs).toBeLessThan(200);
  expect(busy.longestWorkMs).toBeGreaterThan(249);
});

test('the probe notices what got into built-in objects', async () => {
  expect((await lookAt('Object.prototype.polluted = 1')).polluted).toBe(true);
  expect((await lookAt('1')).polluted).toBe(false);
});

/** Behind all doors is the same sandbox: what differs is how a program gets there. */
const throughAllDoors = ['ctor-chain', 'pollution', 'cpu', 'memory'];

/** Every attempt as a preview, and the first of some categories through all other doors. */
function shortForm(attempts: readonly Attempt[]): (attempt: Attempt, door: Door) => boolean {
  const wanted = attempts.toReversed().filter(({ category }) => throughAllDoors.includes(category));
  const firsts = new Set(new Map(wanted.map((each) => [each.kind + each.category, each.id])).values());
  return ({ id }, door) =>
    firsts.has(id) || ['transforms/evaluate', 'rules/evaluate', 'code/evaluate', 'code node'].includes(door.id);
}

test('no attempt gets out through any door, and another tenant does not notice', async () => {
  if (!existsSync(corpus)) {
    process.stderr.write(`NOT RUN: the sandbox attempts are not at ${corpus}; set SHARED_DIR.\n`);
    return;
  }
  const stand = await makeStand(1_000);
  try {
    const attempts = readAttempts(corpus, stand.trap.bait);
    const runner = new CorpusRunner(stand, { times: 1, alone: false, wants: shortForm(attempts) });

    const { ids, attempts: count, notRun, tries, longestWorkMs, longestGapMs } = await runner.run(attempts);

    process.stderr.write(
      `${tries} tries of ${count} attempts; ${notRun.length} not run for want of a door. The engine worked for at most ${longestWorkMs} ms at a stretch; its longest gap was ${longestGapMs} ms.\n`,
    );
    expect(ids).toEqual({ escapes: [], deaths: [], stalls: [], late: [], harm: [] });
    expect(count - notRun.length).toBeGreaterThanOrEqual(55);
  } finally {
    await stand.close();
  }
}, 480_000);
