import 'reflect-metadata';
import { Fault } from '@invoicepatch/sdk';
import { createApp, type RunningApp } from './create-app.ts';
import { greetFirstTime } from './first-start.ts';
import type { Config } from './platform/config/config.ts';
import { readConfig } from './platform/config/read-config.ts';
import { findErrorCode } from './platform/error-code.ts';
import { openLog } from './platform/log/log.pino.ts';
import type { Log } from './platform/log/log.ts';
import { terminalLines } from './platform/log/terminal-lines.ts';

/** Longest wait for what is running to end in good order. */
const stopLimitMs = 20_000;
/** One Ctrl-C may arrive twice: from the terminal, and from whoever started this process. */
const oneKeystrokeMs = 500;
/** How long after the start what only the start needed is given back; by then the first page is served. */
const tidyAfterMs = 3_000;

/** Why the web server can't listen, by the system's own code. */
const listenAdvice: ReadonlyMap<string, string> = new Map([
  ['EADDRINUSE', 'The port was taken by another program meanwhile. Start again, or choose one: PORT=8080 npm start'],
  ['EACCES', 'This user may not listen on that port. Choose one above 1023: PORT=8080 npm start'],
  ['EADDRNOTAVAIL', 'HOST is no address of this machine. To let other machines in: HOST=0.0.0.0 npm start'],
]);

function findListenAdvice(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null || !('syscall' in failure)) return undefined;
  return failure.syscall === 'listen' ? listenAdvice.get(findErrorCode(failure) ?? '') : undefined;
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function shownUrl({ url }: RunningApp, { publicUrl }: Config): string {
  return publicUrl ?? url.replace('//127.0.0.1:', '//localhost:');
}

/** A fault tells a person what to do; anything else is ours to look at, and shows where it came from. */
function tell(failure: unknown, log: Log | undefined): void {
  if (failure instanceof Fault && failure.kind !== 'bug') return void process.stderr.write(`\n${failure.message}\n`);
  const advice = findListenAdvice(failure);
  if (advice !== undefined) return void process.stderr.write(`\n${advice}\n`);
  if (log === undefined) return void process.stderr.write(`\n${String(failure)}\n`);
  log.error('engine.not-started', { cause: failure });
}

/** Never ends without a word: a signal may come from a terminal that closed, and then nobody knows that it was sent. */
async function closeInOrder(starting: Promise<RunningApp>, log: Log): Promise<void> {
  setTimeout(() => {
    log.error('engine.stopped-unfinished', { afterMs: stopLimitMs });
    process.exit(1);
  }, stopLimitMs).unref();
  const app = await starting.catch(() => undefined);
  // A start that failed tells why itself.
  if (app === undefined) return;
  await app.close().catch((cause: unknown) => log.error('engine.stopped-badly', { cause }));
  log.info('engine.stopped');
  process.exit(0);
}

/** The first request to stop waits for work in hand, the second does not. Postgres goes down with this process either way. */
function stopOnSignal(starting: Promise<RunningApp>, log: Log): void {
  let first: number | undefined;
  const stop = (because: string) => {
    const now = Date.now();
    if (first === undefined) {
      first = now;
      log.info('engine.stopping', { because });
      void closeInOrder(starting, log);
    } else if (now - first > oneKeystrokeMs) {
      log.warn('engine.stopped-at-once', { because });
      process.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop(signal));
  process.once('disconnect', () => stop('whoever started it is gone'));
}

function crashLoudly(log: Log): void {
  const crash = (cause: unknown) => {
    log.error('engine.crashed', { cause });
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

/** A quiet engine allocates so little that it would keep what the start left behind for hours. */
function tidyUp(): void {
  setTimeout(() => void globalThis.gc?.({ type: 'major', flavor: 'last-resort' }), tidyAfterMs).unref();
}

async function run(config: Config, log: Log): Promise<void> {
  crashLoudly(log);
  const starting = createApp(config, { log });
  stopOnSignal(starting, log);
  const app = await starting;
  const url = shownUrl(app, config);
  say(`\nInvoicePatch is ready: ${url}\n`);
  const greeting = await greetFirstTime(app, url);
  if (greeting !== undefined) say(`${greeting}\n`);
  tidyUp();
}

function openMainLog(config: Config): Log {
  const destination = process.stdout.isTTY ? terminalLines(process.stdout) : process.stdout;
  return openLog({ level: config.logLevel, destination });
}

let log: Log | undefined;
try {
  const config = readConfig(process.env);
  log = openMainLog(config);
  await run(config, log);
} catch (failure) {
  tell(failure, log);
  process.exit(1);
}
