import { toFault } from '@invoicepatch/sdk';
import type { Flow } from '../flow.ts';
import type { Publication, Publisher } from '../publication.ts';
import type { VersionCompiler } from './version-compiler.ts';

/** Publishes a flow and compiles its version at once, so that its first run need not. */
export class FlowPublishing {
  readonly #publisher: Publisher;
  readonly #compiler: VersionCompiler;

  constructor(publisher: Publisher, compiler: VersionCompiler) {
    this.#publisher = publisher;
    this.#compiler = compiler;
  }

  async publish(publication: Publication): Promise<Flow> {
    const flow = await this.#publisher.publish(publication);
    const { tenantId } = publication;
    if (flow.version !== null)
      await this.#compiler
        .compile({ tenantId, flowId: flow.id, version: flow.version }, publication.flow.draft)
        .catch(ignoreBusy);
    return flow;
  }
}

/** The version is published all the same: whoever runs it first compiles it. */
function ignoreBusy(thrown: unknown): void {
  if (!toFault(thrown).retryable) throw thrown;
}
