import { Controller, Get, Inject } from '@nestjs/common';
import { Open } from '../needs.ts';
import { RouteList } from '../route-list.ts';
import { toOpenApi } from './open-api.ts';

/** The API's description, read from the code that answers. */
@Controller('api')
export class DescriptionController {
  readonly #routes: RouteList;

  constructor(@Inject(RouteList) routes: RouteList) {
    this.#routes = routes;
  }

  @Get('openapi.json') @Open() describe() {
    return toOpenApi(this.#routes.list());
  }
}
