import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { findBrowser } from './browser.mjs';
import { run } from './processes.mjs';
import { inProject } from './project.mjs';
import { makeReady } from './ready.mjs';
import { programOf } from './runtime.mjs';
import { main, step } from './steps.mjs';

const projects = ['unit', 'integration', 'browser'];
const summary = '.cache/test-summary.json';

function jest(node, args, environment) {
  const flags = ['--experimental-vm-modules', '--no-warnings', programOf('jest')];
  return run(node, [...flags, ...args], { env: { ...process.env, ...environment } });
}

function readResult(file) {
  if (!existsSync(inProject(file))) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(
    readFileSync(inProject(file), 'utf8'),
  );
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}

async function runProject(node, project, environment) {
  const file = `.cache/test-${project}.json`;
  rmSync(inProject(file), { force: true });
  const code = await jest(
    node,
    ['--selectProjects', project, '--passWithNoTests', '--json', `--outputFile=${file}`, '--silent=false'],
    {
      ...environment,
    },
  );
  const result = readResult(file);
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

/** Every test, quickest first. All three kinds run even when one fails, so that one look shows everything. */
async function runAll(node) {
  const total = { passed: 0, failed: 0 };
  const browser = await findBrowser();
  for (const project of projects) {
    if (project === 'browser' && browser === undefined) continue;
    const result = await step(`Tests: ${project}`, () =>
      runProject(node, project, browser === undefined ? {} : { BROWSER_PATH: browser }),
    );
    total.passed += result.passed;
    total.failed += result.failed;
  }
  if (browser === undefined)
    process.stdout.write(
      '\n  NOT RUN: the browser tests, because no Chromium was found and none could be installed.\n',
    );
  writeFileSync(inProject(summary), JSON.stringify(total));
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  return total.failed === 0 ? 0 : 1;
}

await main(async (args) => {
  const node = await makeReady();
  mkdirSync(inProject('.cache'), { recursive: true });
  return args.length > 0 ? jest(node, args) : runAll(node);
});
