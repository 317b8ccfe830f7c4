import { Global, Inject, Module, type OnModuleInit } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, DiscoveryModule, DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { Log } from '../log/log.ts';
import { AccessGuard } from './access-guard.ts';
import { AUTHENTICATOR, type Authenticator } from './authenticator.ts';
import { Origin } from './origin.ts';
import { ProblemFilter } from './problem-filter.ts';
import { RouteList, refuseSilentRoutes } from './route-list.ts';
import { SESSION_COOKIE, type SessionCookie, sessionCookie } from './session-cookie.ts';
import { CONFIG, LOG } from './tokens.ts';

/** What stands between the network and every controller. Somebody has to provide AUTHENTICATOR. */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    Origin,
    {
      provide: SESSION_COOKIE,
      useFactory: (config: { readonly publicUrl?: string | undefined }) => sessionCookie(config.publicUrl),
      inject: [CONFIG],
    },
    {
      provide: APP_GUARD,
      useFactory: (authenticator: Authenticator, cookie: SessionCookie) => new AccessGuard(authenticator, cookie),
      inject: [AUTHENTICATOR, SESSION_COOKIE],
    },
    { provide: APP_FILTER, useFactory: (log: Log) => new ProblemFilter(log), inject: [LOG] },
    {
      provide: RouteList,
      useFactory: (discovery: DiscoveryService, scanner: MetadataScanner) => new RouteList(discovery, scanner),
      inject: [DiscoveryService, MetadataScanner],
    },
  ],
  exports: [Origin, SESSION_COOKIE, RouteList],
})
export class EdgeModule implements OnModuleInit {
  readonly #routes: RouteList;

  constructor(@Inject(RouteList) routes: RouteList) {
    this.#routes = routes;
  }

  onModuleInit(): void {
    refuseSilentRoutes(this.#routes.list());
  }
}
