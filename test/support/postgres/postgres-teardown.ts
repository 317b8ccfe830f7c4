import { once } from 'node:events';

/** The end of its input tells each server to clean up and go. */
export default async function teardown(): Promise<void> {
  for (const server of globalThis.testServers?.splice(0) ?? []) {
    if (server.exitCode !== null) continue;
    const gone = once(server, 'exit');
    server.stdin?.end();
    await gone;
  }
}
