import 'reflect-metadata';
import { Fault } from '@invoicepatch/sdk';
import { createApp, type RunningApp } from './create-app.ts';
import { greetFirstTime } from './first-start.ts';
import type { Config } from './platform/config/config.ts';
import { readConfig } from './platform/config/read-config.ts';
import { openLog } from './platform/log/log.pino.ts';
import type { Log } from './platform/log/log.ts';
import { terminalLines } from './platform/log/terminal-lines.ts';

/** Longest wait for what is running to end in good order. */
const stopLimitMs = 20_000;
/** One Ctrl-C may arrive twice: from the terminal, and from whoever started this process. */
const oneKeystrokeMs = 500;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function shownUrl({ url }: RunningApp, { publicUrl }: Config): string {
  return publicUrl ?? url.replace('//127.0.0.1:', '//localhost:');
}

/** A fault tells a person what to do; anything else is ours to look at, and shows where it came from. */
function tell(failure: unknown, log: Log | undefined): void {
  if (failure instanceof Fault && failure.kind !== 'bug') return void process.stderr.write(`\n${failure.message}\n`);
  if (log === undefined) return void process.stderr.write(`\n${String(failure)}\n`);
  log.error('engine.not-started', { cause: failure });
}

/** The first request to stop waits for work in hand, the second does not. Postgres goes down with this process either way. */
function stopOnSignal(starting: Promise<RunningApp>): void {
  let first: number | undefined;
  const stop = async () => {
    const now = Date.now();
    if (first !== undefined && now - first > oneKeystrokeMs) process.exit(130);
    if (first !== undefined) return;
    first = now;
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    const app = await starting.catch(() => undefined);
    await app?.close().catch(() => undefined);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  process.once('disconnect', () => void stop());
}

function crashLoudly(log: Log): void {
  const crash = (cause: unknown) => {
    log.error('engine.crashed', { cause });
    process.exit(1);
  };
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
}

async function run(config: Config, log: Log): Promise<void> {
  crashLoudly(log);
  const starting = createApp(config, { log });
  stopOnSignal(starting);
  const app = await starting;
  const url = shownUrl(app, config);
  say(`\nInvoicePatch is ready: ${url}\n`);
  const greeting = await greetFirstTime(app, url);
  if (greeting !== undefined) say(`${greeting}\n`);
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
