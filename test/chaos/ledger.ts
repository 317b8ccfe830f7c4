import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient } from '../support/api-client.ts';
import type { Delivery } from './deliveries.ts';
import type { Job } from './stage.ts';

/** A sender that sends each delivery until it hears 2xx, sometimes once more, and writes down what it heard. */
export class Ledger {
  /** Run ids by delivery id; more than one would be an event that was accepted twice. */
  readonly accepted = new Map<string, Set<string>>();
  duplicates = 0;
  unheard = 0;
  readonly #toUrl: () => string;
  readonly #chance: () => number;

  constructor(toUrl: () => string, chance: () => number) {
    this.#toUrl = toUrl;
    this.#chance = chance;
  }

  async send(job: Job, delivery: Delivery): Promise<void> {
    while (!(await this.#try(job, delivery))) {
      this.unheard += 1;
      await sleep(200);
    }
    // One of three comes again: at the same moment, or later.
    if (this.#chance() > 1 / 3) return;
    await sleep(this.#chance() * 1_500);
    await Promise.all([this.#try(job, delivery), this.#try(job, delivery)]);
  }

  async #try(job: Job, delivery: Delivery): Promise<boolean> {
    const api = new ApiClient(this.#toUrl());
    const answer = await api.post(job.hook, delivery.body, { 'idempotency-key': delivery.id }).catch(() => undefined);
    if (answer === undefined || answer.status >= 300) return false;
    if (answer.body.duplicate === true) this.duplicates += 1;
    this.accepted.set(delivery.id, (this.accepted.get(delivery.id) ?? new Set()).add(answer.body.runId));
    return true;
  }
}
