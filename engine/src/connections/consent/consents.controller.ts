import { Fault, z } from '@invoicepatch/sdk';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { IdPipe } from '../../platform/nest/id-pipe.ts';
import { Needs } from '../../platform/nest/needs.ts';
import type { Principal } from '../../platform/nest/principal.ts';
import { CallerToken, Who } from '../../platform/nest/who.ts';
import { ZodPipe } from '../../platform/nest/zod-pipe.ts';
import { type ConsentView, viewConsent } from './consent.ts';
import { type Asker, Consents } from './consents.ts';
import { toRedirectUri } from './redirect-uri.ts';

const text = z.string().min(1).max(10_000);
const newConsent = z.strictObject({
  auth: z.string().max(100),
  name: z.string().trim().min(1).max(200),
  environment: z.enum(['production', 'sandbox', 'simulator']),
  settings: z.record(z.string().max(100), z.json()).default({}),
  clientId: text,
  clientSecret: text,
});
const choice = z.strictObject({ account: z.number().int().min(0).max(10_000) });
const answer = z.record(z.string().max(100), z.string().max(4_000));

export const CONSENT_ORIGIN = Symbol('ConsentOrigin');

/** The address that people use, when it is set; otherwise how the caller reached this engine. */
export interface ConsentOrigin {
  readonly publicUrl: string | undefined;
  own(): string;
}

interface Asked {
  readonly headers: Readonly<Record<string, string | undefined>>;
}

interface Reply {
  code(status: number): Reply;
  header(name: string, value: string): Reply;
}

function askerOf({ tenantId, by }: Principal, session: string): Asker {
  return { tenantId, session, userId: by.kind === 'user' ? by.userId : undefined };
}

@Controller()
export class ConsentsController {
  constructor(
    @Inject(Consents) private readonly consents: Consents,
    @Inject(CONSENT_ORIGIN) private readonly origin: ConsentOrigin,
  ) {}

  @Post('api/v1/connections/consents')
  @Needs('admin')
  begin(
    @Who() who: Principal,
    @CallerToken() session: string,
    @Req() request: Asked,
    @Body(new ZodPipe(newConsent)) { clientId, clientSecret, ...ask }: z.output<typeof newConsent>,
  ) {
    const redirectUri = toRedirectUri(this.origin, request.headers['host']);
    return this.consents.begin(askerOf(who, session), { ...ask, client: { clientId, clientSecret }, redirectUri });
  }

  @Post('api/v1/connections/:id/consents')
  @Needs('admin')
  beginAgain(
    @Who() who: Principal,
    @CallerToken() session: string,
    @Req() request: Asked,
    @Param('id', new IdPipe('connection')) connectionId: string,
  ) {
    const redirectUri = toRedirectUri(this.origin, request.headers['host']);
    return this.consents.beginAgain(askerOf(who, session), { connectionId, redirectUri });
  }

  @Get('api/v1/connections/consents/:id')
  @Needs('admin')
  async get(@Who() { tenantId }: Principal, @Param('id', new IdPipe('consent')) id: string): Promise<ConsentView> {
    return viewConsent(await this.consents.get(tenantId, id));
  }

  @Post('api/v1/connections/consents/:id/choose')
  @HttpCode(200)
  @Needs('admin')
  async choose(
    @Who() { tenantId }: Principal,
    @Param('id', new IdPipe('consent')) id: string,
    @Body(new ZodPipe(choice)) { account }: z.output<typeof choice>,
  ): Promise<ConsentView> {
    return viewConsent(await this.consents.choose(tenantId, id, account));
  }

  /** The browser comes back from the other system. What a person sees next is a page of the designer. */
  @Get('oauth/callback')
  @Needs('admin')
  async comeBack(
    @Who() { tenantId }: Principal,
    @CallerToken() session: string,
    @Query(new ZodPipe(answer)) query: z.output<typeof answer>,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<void> {
    const place = await this.#place({ tenantId, session }, query);
    // The code must not travel on in a Referer, nor stay in the address bar.
    reply.code(303).header('location', place).header('referrer-policy', 'no-referrer');
  }

  async #place(asker: Pick<Asker, 'tenantId' | 'session'>, query: z.output<typeof answer>): Promise<string> {
    try {
      return `/connections/consents/${await this.consents.comeBack(asker, query)}`;
    } catch (thrown) {
      if (thrown instanceof Fault && thrown.code === 'consent.unknown') return '/connections/consents/unknown';
      throw thrown;
    }
  }
}
