import { Controller, Header, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { Open } from '../../platform/nest/needs.ts';
import { CallbackDesk } from './callback-desk.ts';

interface Sent {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawBody?: Buffer;
}

@Controller('callbacks')
export class CallbacksController {
  readonly #desk: CallbackDesk;

  constructor(@Inject(CallbackDesk) desk: CallbackDesk) {
    this.#desk = desk;
  }

  @Post(':token')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @Open()
  receive(@Param('token') token: string, @Req() request: Sent): Promise<{ readonly accepted: true }> {
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, typeof value === 'string' ? value : value.join(', ')] as const],
    );
    return this.#desk.receive(token, {
      headers: Object.fromEntries(headers),
      rawBody: request.rawBody ?? Buffer.alloc(0),
    });
  }
}
