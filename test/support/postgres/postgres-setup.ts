import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

declare global {
  // Setup and teardown are loaded apart, and share nothing else.
  var testServers: ChildProcess[] | undefined;
}

/** Starts the process that holds Postgres; the tests learn from the environment where it is. */
export default async function setup(): Promise<void> {
  const program = fileURLToPath(new URL('./postgres-server.ts', import.meta.url));
  const server = spawn(process.execPath, ['--conditions=source', '--no-warnings', program], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  globalThis.testServers = [...(globalThis.testServers ?? []), server];
  for await (const line of createInterface({ input: server.stdout })) {
    const { url, template } = JSON.parse(line);
    process.env['TEST_POSTGRES_URL'] = url;
    process.env['TEST_TEMPLATE_DATABASE'] = template;
    return;
  }
  throw new Error('Postgres for the tests did not start: see above.');
}
