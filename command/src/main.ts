import { Api } from './api.ts';
import { compareFlow } from './commands/compare.ts';
import { exportFlows } from './commands/export.ts';
import { publishFlow, showFlows, testFlow } from './commands/flows.ts';
import { importFlows } from './commands/import.ts';
import { replay } from './commands/replay.ts';
import { follow, listRuns, logs, run, show } from './commands/runs.ts';
import { readGiven } from './given.ts';
import { help } from './help.ts';
import { openSession, type Session, type Surroundings } from './session.ts';
import { type Exit, exits, Trouble, wrongUse } from './trouble.ts';

const commands: Readonly<Record<string, (session: Session) => Promise<Exit>>> = {
  flows: showFlows,
  export: exportFlows,
  import: importFlows,
  publish: publishFlow,
  test: testFlow,
  compare: compareFlow,
  run,
  runs: listRuns,
  show,
  follow,
  logs,
  replay,
};

async function perform(args: readonly string[], around: Surroundings): Promise<Exit> {
  const given = readGiven(args);
  const [name] = given.words;
  if (name === undefined || name === 'help' || given.flags.help === true) {
    around.out.write(help);
    return name === undefined && given.flags.help !== true ? exits.usage : exits.done;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) throw wrongUse(`There is no command called ${name}.`);
  const token = given.flags.token ?? around.env['INVOICEPATCH_TOKEN'];
  if (token === undefined || token === '') {
    throw wrongUse('Set INVOICEPATCH_TOKEN to an API key (an admin makes one with POST /api/v1/api-keys).');
  }
  const url = given.flags.url ?? around.env['INVOICEPATCH_URL'] ?? 'http://127.0.0.1:3000';
  if (!URL.canParse(url)) throw wrongUse('--url takes an address such as http://127.0.0.1:3000.');
  return command(openSession(new Api(url, token), given, around));
}

/** Runs one command. Resolves with the exit code; nothing is thrown but what is our own mistake. */
export async function main(args: readonly string[], around: Surroundings): Promise<Exit> {
  try {
    return await perform(args, around);
  } catch (thrown) {
    if (!(thrown instanceof Trouble)) throw thrown;
    const code = thrown.code === undefined ? '' : ` [${thrown.code}]`;
    around.err.write(`${thrown.message}${code}\n`);
    return thrown.exit;
  }
}
