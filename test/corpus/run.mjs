// node --conditions=source test/corpus/run.mjs <file> [--json] [--quick]
import { existsSync } from 'node:fs';
import startPostgres from '../support/postgres/postgres-setup.ts';
import stopPostgres from '../support/postgres/postgres-teardown.ts';
import { readAttempts } from './attempts.ts';
import { CorpusRunner } from './run-corpus.ts';
import { makeStand } from './stand.ts';

async function attack(file, { isQuick, tell }) {
  // The time limit is set so that every attempt of the file has its own time-out to answer in.
  const timeouts = readAttempts(file, { secretName: '', canaryFile: '', port: 0 }).map(({ timeoutMs }) => timeoutMs);
  const stand = await makeStand(Math.min(5_000, ...timeouts));
  try {
    const runner = new CorpusRunner(stand, { times: isQuick ? 1 : 2, alone: !isQuick, tell });
    return await runner.run(readAttempts(file, stand.trap.bait));
  } finally {
    await stand.close();
  }
}

const args = process.argv.slice(2);
const [file] = args.filter((arg) => !arg.startsWith('--'));
if (file === undefined || !existsSync(file)) {
  process.stderr.write('Name a file of hostile programs: npm run corpus -- <file> [--json] [--quick].\n');
  process.exitCode = 2;
} else {
  await startPostgres();
  const isJson = args.includes('--json');
  const tell = isJson ? undefined : (line) => process.stderr.write(`${line}\n`);
  try {
    const report = await attack(file, { isQuick: args.includes('--quick'), tell });
    if (report.notRun.length > 0) {
      process.stderr.write(`NOT RUN, for want of a door: ${report.notRun.length} (${report.notRun.join(', ')})\n`);
    }
    process.stdout.write(`${JSON.stringify(report, null, isJson ? 0 : 1)}\n`);
    const { escapes, deaths, stalls, late, harm } = report;
    process.exitCode = escapes + deaths + stalls + late + harm === 0 ? 0 : 1;
  } finally {
    await stopPostgres();
  }
}
