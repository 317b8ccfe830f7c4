import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { Open } from '../platform/nest/needs.ts';
import { HookDesk } from './hook-desk.ts';
import { toHookRequest } from './hook-request.ts';

interface Sent {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly rawBody?: Buffer;
}

interface Reply {
  status(code: number): Reply;
  header(name: string, value: string): Reply;
  send(body: string): unknown;
}

@Controller('hooks')
export class HooksController {
  readonly #desk: HookDesk;

  constructor(@Inject(HookDesk) desk: HookDesk) {
    this.#desk = desk;
  }

  /** A flow chooses status and body of its answer, and nothing else: it is always JSON. */
  @Post(':hookId')
  @Open()
  async receive(@Param('hookId') hookId: string, @Req() request: Sent, @Res() reply: Reply): Promise<void> {
    const { status, body } = await this.#desk.receive(hookId, toHookRequest(request));
    reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store');
    reply.status(status).send(status === 204 || status === 304 ? '' : JSON.stringify(body));
  }
}
