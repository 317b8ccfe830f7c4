// node --conditions=source test/conformance/run.mjs <language> <folder> [--json]
import { existsSync } from 'node:fs';

/** Each has a file here, with a function `run` from a folder to what came of its cases. */
const languages = ['jsonata', 'json-logic'];

async function runCases(language, folder) {
  if (!languages.includes(language) || folder === undefined) {
    throw new Error(`Say which cases to run: npm run conformance -- <${languages.join(' or ')}> <folder> [--json].`);
  }
  if (!existsSync(folder)) throw new Error(`There is no folder ${folder}.`);
  const { run } = await import(new URL(`${language}.mjs`, import.meta.url));
  return run(folder);
}

const args = process.argv.slice(2);
const [language, folder] = args.filter((arg) => !arg.startsWith('--'));
try {
  const outcome = await runCases(language, folder);
  process.stdout.write(`${JSON.stringify(outcome, null, args.includes('--json') ? 0 : 1)}\n`);
  process.exitCode = outcome.failed === 0 ? 0 : 1;
} catch (failure) {
  process.stderr.write(`${failure.message}\n`);
  process.exitCode = 2;
}
