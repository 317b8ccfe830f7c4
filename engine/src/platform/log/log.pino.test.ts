import { expect, test } from '@jest/globals';
import { openLog } from './log.pino.ts';
import { terminalLines } from './terminal-lines.ts';

function memory() {
  const lines: string[] = [];
  return { lines, destination: { write: (line: string) => void lines.push(line) } };
}

test('writes one JSON object a line, with the facts of its parents and no secret', () => {
  const { lines, destination } = memory();

  openLog({ level: 'info', destination }).child({ run: 'r1' }).warn('step.refused', { token: 'abc', attempt: 2 });

  const line = JSON.parse(lines[0] ?? '');
  expect(line).toEqual({
    level: 'warn',
    at: expect.stringMatching(/Z$/),
    run: 'r1',
    token: '***',
    attempt: 2,
    event: 'step.refused',
  });
});

test('keeps quiet below its level', () => {
  const { lines, destination } = memory();

  openLog({ level: 'warn', destination }).info('noise');

  expect(lines).toEqual([]);
});

test('is short on a terminal', () => {
  const { lines, destination } = memory();

  openLog({ level: 'info', destination: terminalLines({ write: destination.write }) }).info('http.listening', {
    port: 3000,
  });

  expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d {3}http\.listening port=3000\n$/);
});
