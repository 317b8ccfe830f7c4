import { Fault } from '@invoicepatch/sdk';
import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import type { Config } from '../../config/config.ts';
import type { Database } from '../../database/database.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import { refuseStranger, type ScrapeRequest } from '../../metrics/metrics-guard.ts';
import { Open } from '../needs.ts';
import { CONFIG, DATABASE, METRICS } from '../tokens.ts';

const patienceMs = 5_000;

function soon(answer: Promise<unknown>): Promise<unknown> {
  return Promise.race([
    answer,
    new Promise((_, reject) => {
      setTimeout(() => reject(new Error('The database takes too long.')), patienceMs).unref();
    }),
  ]);
}

/** For whoever watches this process. */
@Controller()
export class HealthController {
  readonly #database: Database;
  readonly #metrics: Metrics;
  readonly #config: Config;

  constructor(@Inject(DATABASE) database: Database, @Inject(METRICS) metrics: Metrics, @Inject(CONFIG) config: Config) {
    this.#config = config;
    this.#database = database;
    this.#metrics = metrics;
  }

  @Get('health/live') @Open() live() {
    return { status: 'live' };
  }

  @Get('health/ready') @Open() async ready() {
    try {
      await soon(this.#database.asSystem((sql) => sql.query('SELECT 1')));
    } catch (cause) {
      throw new Fault(
        'unavailable',
        'engine.not-ready',
        'The database does not answer. It is tried again with each request.',
        { cause },
      );
    }
    return { status: 'ready' };
  }

  @Get('metrics') @Open() @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8') metrics(
    @Req() request: ScrapeRequest,
  ): Promise<string> {
    refuseStranger(request, this.#config.metricsToken);
    return this.#metrics.toText();
  }
}
