import { join } from 'node:path';
import { Fault, toFault, toTypeName } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { FileStore } from '../../platform/files/file-store.ts';
import type { Log } from '../../platform/log/log.ts';
import type { RunStarter } from '../../runs/run-starter.ts';
import { hasEnding, toFileName } from '../file-name.ts';
import { acceptedEndings, type LiveTrigger, listLiveTriggers, refuseEnding } from '../find-trigger.ts';
import { InboxFolder } from './inbox-folder.ts';
import { type InboxPlace, listInboxPlaces } from './inbox-places.ts';
import { SettledFiles } from './settled-files.ts';

export interface InboxParts {
  /** Absolute; holds one folder for each tenant, and in it one for each flow that takes files. */
  readonly folder: string;
  readonly database: Database;
  readonly catalog: Catalog;
  readonly files: FileStore;
  readonly runs: RunStarter;
  readonly clock: Clock;
  readonly log: Log;
}

const placesKeptMs = 10_000;

/** Starts a run for each file that somebody puts into a flow's folder. */
export class InboxWatcher {
  readonly #parts: InboxParts;
  readonly #settled = new SettledFiles();
  #places: { readonly list: readonly InboxPlace[]; readonly until: number } = { list: [], until: 0 };

  constructor(parts: InboxParts) {
    this.#parts = parts;
  }

  async scan(signal: AbortSignal): Promise<void> {
    for (const place of await this.#listPlaces()) {
      if (signal.aborted) return;
      await this.#look(place, signal).catch((failure: unknown) => {
        // A folder that can't be read or written is not its neighbours' trouble.
        const { code, cause } = toFault(failure);
        this.#parts.log.warn('inbox.unusable', { tenantId: place.tenantId, flowId: place.flowId, code, cause });
      });
    }
  }

  async #look(place: InboxPlace, signal: AbortSignal): Promise<void> {
    const folder = new InboxFolder(join(this.#parts.folder, place.tenantSlug, place.flowId));
    await folder.create();
    for (const name of await this.#settled.list(folder.path, this.#parts.clock.now())) {
      if (signal.aborted) return;
      await this.#take(place, folder, name);
    }
  }

  async #listPlaces(): Promise<readonly InboxPlace[]> {
    const { clock, database, catalog } = this.#parts;
    const now = clock.now();
    if (now < this.#places.until) return this.#places.list;
    const types = catalog.listNodes().filter((node) => node.kind === 'trigger' && node.start === 'file');
    this.#places = { list: await listInboxPlaces(database, types.map(toTypeName)), until: now + placesKeptMs };
    return this.#places.list;
  }

  async #take(place: InboxPlace, folder: InboxFolder, name: string): Promise<void> {
    const { clock, log } = this.#parts;
    const facts = { tenantId: place.tenantId, flowId: place.flowId };
    try {
      await this.#start(place, folder, name);
      await folder.accept(name, clock.now());
    } catch (failure) {
      const fault = toFault(failure);
      // What the sender can correct goes back with the reason; anything else is tried again.
      if (fault.kind === 'invalid') await folder.refuse(name, fault.message, clock.now());
      log.warn('inbox.refused', { ...facts, code: fault.code, cause: fault.cause });
    }
  }

  async #start({ tenantId, flowId, document }: InboxPlace, folder: InboxFolder, name: string): Promise<void> {
    const trigger = this.#choose(document, name);
    const content = await folder.read(name);
    const shown = toFileName(name) ?? 'file';
    const mediaType = 'application/octet-stream';
    const file = await this.#parts.files.put({ tenantId, name: shown, mediaType, content });
    if (file.sizeBytes === 0)
      throw new Fault('invalid', 'file.empty', 'The file is empty. Save it again and put it here once more.');
    const payload = { fileId: file.id, name: shown, sizeBytes: file.sizeBytes };
    await this.#parts.runs.start({
      tenantId,
      flowId,
      nodeId: trigger.node.id,
      payload,
      dedupeKey: `file:${file.sha256}`,
    });
  }

  #choose(document: InboxPlace['document'], name: string): LiveTrigger {
    const triggers = listLiveTriggers(document, this.#parts.catalog).filter(({ type }) => type.start === 'file');
    const found = triggers.find((trigger) => hasEnding(name, acceptedEndings(trigger)));
    if (found !== undefined) return found;
    throw refuseEnding(name, triggers.flatMap(acceptedEndings));
  }
}
