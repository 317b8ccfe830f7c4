import { runtimeScript } from '@invoicepatch/json-logic';
import { exactJsonScript } from '@invoicepatch/jsonata';
import type { Welcome } from '../child/job.ts';
import type { FramePart } from '../frame.ts';
import { packageFile } from '../sandbox-child.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';
import type { Greeting } from './child-slot.ts';
import { jsonataScript } from './jsonata-script.ts';

/** The first child gets the libraries' sources and makes a snapshot of them; the others get the snapshot. */
export class SnapshotGreeting implements Greeting {
  readonly #limits: EvaluationLimits;
  #snapshot: Buffer | undefined;

  constructor(limits: EvaluationLimits) {
    this.#limits = limits;
  }

  compose(): readonly FramePart[] {
    if (this.#snapshot !== undefined) return [this.#head('snapshot'), this.#snapshot];
    return [this.#head('sources'), jsonataScript(this.#limits), exactJsonScript(), runtimeScript()];
  }

  learn([snapshot]: readonly Buffer[]): void {
    if (snapshot !== undefined) this.#snapshot = Buffer.from(snapshot);
  }

  #head(parts: Welcome['parts']): string {
    const welcome: Welcome = { limits: this.#limits, compiler: packageFile('@invoicepatch/jsonata'), parts };
    return JSON.stringify(welcome);
  }
}
