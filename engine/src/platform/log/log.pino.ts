import { type DestinationStream, type Logger, pino } from 'pino';
import type { Log } from './log.ts';
import { maskSecrets } from './mask-secrets.ts';

/** One JSON object a line. */
export class PinoLog implements Log {
  readonly #pino: Logger;

  constructor(logger: Logger) {
    this.#pino = logger;
  }

  info(event: string, facts: Record<string, unknown> = {}): void {
    if (this.#pino.isLevelEnabled('info')) this.#pino.info(maskSecrets(facts), event);
  }

  warn(event: string, facts: Record<string, unknown> = {}): void {
    if (this.#pino.isLevelEnabled('warn')) this.#pino.warn(maskSecrets(facts), event);
  }

  error(event: string, facts: Record<string, unknown> = {}): void {
    this.#pino.error(maskSecrets(facts), event);
  }

  child(facts: Record<string, unknown>): Log {
    return new PinoLog(this.#pino.child(maskSecrets(facts)));
  }
}

export interface LogOptions {
  readonly level: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  readonly destination: DestinationStream;
}

export function openLog({ level, destination }: LogOptions): Log {
  const options = {
    level,
    base: null,
    messageKey: 'event',
    timestamp: () => `,"at":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return new PinoLog(pino(options, destination));
}
