import { type DynamicModule, Module } from '@nestjs/common';
import type { Database } from '../../database/database.ts';
import { PostgresWakes } from '../../wakes/wakes.postgres.ts';
import { DATABASE, WAKES } from '../tokens.ts';

/** What wakes other processes when there is no Redis. */
@Module({})
export class PostgresWakesModule {
  static of(): DynamicModule {
    const wakes = {
      provide: WAKES,
      useFactory: (database: Database) => new PostgresWakes(database),
      inject: [DATABASE],
    };
    return { module: PostgresWakesModule, global: true, providers: [wakes], exports: [WAKES] };
  }
}
