import { Fault, z } from '@invoicepatch/sdk';
import { Body, Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { Needs, Open } from '../platform/nest/needs.ts';
import type { Principal } from '../platform/nest/principal.ts';
import { SESSION_COOKIE, type SessionCookie, toSetCookie } from '../platform/nest/session-cookie.ts';
import { CallerToken, Who } from '../platform/nest/who.ts';
import { ZodPipe } from '../platform/nest/zod-pipe.ts';
import { LogIn } from './log-in.ts';
import { type Me, Profile } from './profile.ts';
import { Sessions } from './sessions.ts';
import { Tenants } from './tenants.ts';

interface Reply {
  header(name: string, value: string): unknown;
}

const credentials = z.strictObject({
  email: z.string().min(1).max(320),
  password: z.string().min(1).max(500),
  tenant: z.string().max(63).optional(),
});
const choice = z.strictObject({ tenantId: z.uuid() });

@Controller('api/v1/auth')
export class AuthController {
  constructor(
    @Inject(LogIn) private readonly logIns: LogIn,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Profile) private readonly profile: Profile,
    @Inject(Tenants) private readonly tenants: Tenants,
    @Inject(SESSION_COOKIE) private readonly cookie: SessionCookie,
  ) {}

  @Post('login')
  @HttpCode(200)
  @Open()
  async logIn(
    @Body(new ZodPipe(credentials)) body: z.output<typeof credentials>,
    @Req() request: { readonly ip: string },
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<{ token: string; user: Me }> {
    const token = await this.logIns.logIn({ ...body, tenant: body.tenant, address: request.ip });
    return this.#welcome(token, reply);
  }

  @Post('logout')
  @HttpCode(204)
  @Needs('viewer')
  async logOut(@CallerToken() token: string, @Res({ passthrough: true }) reply: Reply): Promise<void> {
    await this.sessions.end(token);
    reply.header('set-cookie', toSetCookie(this.cookie, '', 0));
  }

  @Get('me')
  @Needs('viewer')
  me(@Who() principal: Principal): Promise<Me> {
    return this.profile.get(principal);
  }

  @Post('switch')
  @HttpCode(200)
  @Needs('viewer')
  async switch(
    @Who() principal: Principal,
    @CallerToken() token: string,
    @Body(new ZodPipe(choice)) { tenantId }: z.output<typeof choice>,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<{ token: string; user: Me }> {
    if (principal.by.kind !== 'user')
      throw new Fault(
        'denied',
        'auth.people-only',
        'An API key belongs to one tenant; log in as a person to change it.',
      );
    const { userId } = principal.by;
    const mine = await this.tenants.listOfUser(userId);
    if (!mine.some(({ id }) => id === tenantId))
      throw new Fault('missing', 'tenant.not-found', 'You are not a member of a tenant with this id.');
    await this.sessions.end(token);
    return this.#welcome(await this.sessions.start(tenantId, userId), reply);
  }

  async #welcome(token: string, reply: Reply): Promise<{ token: string; user: Me }> {
    const principal = await this.sessions.find(token);
    if (principal === undefined) throw new Fault('bug', 'engine.unexpected', 'A new session is not there.');
    reply.header('set-cookie', toSetCookie(this.cookie, token, this.sessions.limits.absoluteMs / 1_000));
    return { token, user: await this.profile.get(principal) };
  }
}
