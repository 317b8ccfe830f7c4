import { Fault } from '@invoicepatch/sdk';
import type { PipeTransform } from '@nestjs/common';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A path parameter that is a UUID; anything else is the id of nothing: `new IdPipe('connection')`. */
export class IdPipe implements PipeTransform {
  readonly #noun: string;

  constructor(noun: string) {
    this.#noun = noun;
  }

  transform(value: unknown): string {
    if (typeof value === 'string' && uuid.test(value)) return value.toLowerCase();
    throw new Fault('missing', `${this.#noun}.not-found`, `There is no ${this.#noun} with this id.`);
  }
}
