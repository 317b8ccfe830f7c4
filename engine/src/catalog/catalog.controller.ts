import { Controller, Get, Inject } from '@nestjs/common';
import { Needs } from '../platform/nest/needs.ts';
import { CATALOG, type Catalog } from './catalog.ts';
import { type CatalogView, toCatalogView } from './catalog-view.ts';

@Controller('api/v1/catalog')
export class CatalogController {
  readonly #view: CatalogView;

  constructor(@Inject(CATALOG) catalog: Catalog) {
    this.#view = toCatalogView(catalog);
  }

  @Get()
  @Needs('viewer')
  get(): CatalogView {
    return this.#view;
  }
}
