import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Changes, Topic } from './changes.ts';

/** Wait between two tries at connecting again, in milliseconds. */
const againAfterMs = 250;
/** Notices are `topic:id`; triggers in the database send them with the commit. */
const notice = /^(flow|hook|due|answer):(.{1,7990})$/;

/** Listens on a connection of its own, from the first follower on. */
export class PostgresChanges implements Changes {
  readonly #url: string;
  readonly #followers: { readonly topic: Topic; readonly forget: (id: string | undefined) => void }[] = [];
  #client: pg.Client | undefined;
  #begun = false;
  #closed = false;
  #heard = false;

  constructor(url: string) {
    this.#url = url;
  }

  get areHeard(): boolean {
    return this.#heard;
  }

  follow(topic: Topic, forget: (id: string | undefined) => void): void {
    this.#followers.push({ topic, forget });
    if (this.#begun) return;
    this.#begun = true;
    void this.#listen();
  }

  tell(topic: Topic, id: string): void {
    for (const follower of this.#followers) if (follower.topic === topic) follower.forget(id);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#heard = false;
    await this.#client?.end().catch(() => undefined);
  }

  async #listen(): Promise<void> {
    while (!this.#closed) {
      await this.#hearOut().catch(() => undefined);
      this.#heard = false;
      if (!this.#closed) await sleep(againAfterMs, undefined, { ref: false });
    }
  }

  /** Until the connection ends. */
  async #hearOut(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: 'invoicepatch changes',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
    client.on('error', () => undefined);
    client.on('notification', ({ payload = '' }) => {
      const [, topic, id] = notice.exec(payload) ?? [];
      if (topic !== undefined && id !== undefined) this.tell(topic as Topic, id);
    });
    this.#client = client;
    await client.connect();
    await client.query('LISTEN invoicepatch');
    // What changed before this moment was not heard.
    for (const { forget } of this.#followers) forget(undefined);
    this.#heard = !this.#closed;
    if (this.#closed) await client.end();
    await ended;
  }
}
