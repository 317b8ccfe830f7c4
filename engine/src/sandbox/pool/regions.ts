import type { Failure, LinkedStage } from '../child/job.ts';
import type { EvaluateRegion, RegionStage, SandboxProgram } from '../sandbox.ts';
import type { KnownProgram, KnownPrograms, KnownRegion } from './known-programs.ts';

/** What became of one stage: as `PoolAnswer`, and `left` for one that was left out. */
export type StageAnswer =
  | { readonly kind: 'value'; readonly text: string | undefined }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'left' };

/** Numbers regions by their list of stages, so that each is told to a child once. */
export class Regions {
  readonly #programs: KnownPrograms;
  readonly #known = new WeakMap<readonly RegionStage[], KnownRegion>();

  constructor(programs: KnownPrograms) {
    this.#programs = programs;
  }

  find(stages: readonly RegionStage[]): KnownRegion | undefined {
    return this.#known.get(stages);
  }

  /** `know` finds a program, or makes it ready. */
  async make(
    { stages }: Pick<EvaluateRegion, 'stages'>,
    know: (program: SandboxProgram) => Promise<KnownProgram>,
  ): Promise<KnownRegion> {
    const parts = await Promise.all(stages.map(({ program }) => know(program)));
    const linked = stages.map((stage, at): LinkedStage => ({ ...stage, program: parts[at]?.id ?? 0 }));
    const region = this.#programs.region(JSON.stringify(linked), parts);
    this.#known.set(stages, region);
    return region;
  }
}

/** `vnfs;5,0,17,0;…`: see `RealmEntry`. */
export function readStages(text: string): StageAnswer[] {
  const [kinds = '', lengths = ''] = text.split(';', 2);
  let at = kinds.length + lengths.length + 2;
  return lengths.split(',').map((length, index) => {
    at += Number(length);
    return toAnswer(kinds.charAt(index), text.slice(at - Number(length), at));
  });
}

function toAnswer(kind: string, text: string): StageAnswer {
  if (kind === 'v') return { kind: 'value', text };
  if (kind === 'n') return { kind: 'value', text: undefined };
  return kind === 'f' ? toFailed(JSON.parse(text)) : { kind: 'left' };
}

/** A limit that was met among others may not be met alone. */
function toFailed(failure: Failure): StageAnswer {
  return ['failed', 'syntax'].includes(failure.kind) ? { kind: 'failure', failure } : { kind: 'left' };
}
