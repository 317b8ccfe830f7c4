import { createServer } from 'node:net';
import { createInterface } from 'node:readline/promises';
import { Stop } from './steps.mjs';

function isFree(host, port) {
  return new Promise((resolve) => {
    const server = createServer();
    // Whatever else is wrong with the address, the engine says it better.
    server.once('error', (failure) => resolve(failure.code !== 'EADDRINUSE'));
    server.listen({ host, port }, () => server.close(() => resolve(true)));
  });
}

async function nextFree(host, taken) {
  for (let port = taken + 1; port <= Math.min(taken + 100, 65_535); port++) if (await isFree(host, port)) return port;
  throw new Stop(`Port ${taken} is taken, and so are the hundred after it. Choose one: PORT=8080 npm start`);
}

/** `undefined` when nobody answers: the input ended. */
async function ask(question) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const stopped = new Promise((resolve) => {
    terminal.once('SIGINT', () => resolve('no'));
    terminal.once('close', () => resolve(undefined));
  });
  try {
    return await Promise.race([terminal.question(question), stopped]);
  } finally {
    terminal.close();
  }
}

function sayTaken(port, free) {
  process.stdout.write(
    `\n  PORT ${port} IS TAKEN by another program. Starting on ${free} instead: http://localhost:${free}\n\n`,
  );
  return String(free);
}

/** The port to start on: the wanted one, or the next free one when somebody else has it. */
export async function choosePort(host, wanted) {
  const port = Number(wanted);
  if (!Number.isInteger(port) || port < 1 || port > 65_535 || (await isFree(host, port))) return wanted;
  const free = await nextFree(host, port);
  if (!process.stdin.isTTY || !process.stdout.isTTY) return sayTaken(port, free);
  const answer = await ask(`\n  Port ${port} is taken by another program. Start on ${free} instead? [Y/n] `);
  if (answer === undefined) return sayTaken(port, free);
  if (/^n/i.test(answer.trim())) throw new Stop('Not started. Choose a port: PORT=8080 npm start');
  return String(free);
}
