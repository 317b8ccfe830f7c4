import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { Open } from '../platform/nest/needs.ts';
import { HookDesk } from './hook-desk.ts';
import { toWire } from './hook-lane.ts';
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

  /** What the direct way leaves over. */
  @Post(':hookId')
  @Open()
  async receive(@Param('hookId') hookId: string, @Req() request: Sent, @Res() reply: Reply): Promise<void> {
    const { status, headers, body } = toWire(await this.#desk.receive(hookId, toHookRequest(request)));
    for (const [name, value] of Object.entries(headers)) reply.header(name, value);
    reply.header('cache-control', 'no-store').status(status).send(body);
  }
}
