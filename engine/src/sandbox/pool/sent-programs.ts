import type { SentProgram } from '../child/job.ts';
import type { FramePart } from '../frame.ts';
import type { KnownProgram, KnownRegion } from './known-programs.ts';

const maxPrograms = 4_000;
const maxChars = 12_000_000;

export interface Sending {
  readonly forget: boolean;
  readonly programs: readonly SentProgram[];
  readonly parts: readonly FramePart[];
}

/** What one child has been told of, so that each program's text crosses once. */
export class SentPrograms {
  readonly #ids = new Set<number>();
  #chars = 0;

  /** What has to be sent along with jobs of these programs. */
  tell(wanted: readonly (KnownProgram | KnownRegion)[]): Sending {
    const forget = this.#ids.size > maxPrograms || this.#chars > maxChars;
    if (forget) {
      this.#ids.clear();
      this.#chars = 0;
    }
    const programs: SentProgram[] = [];
    const parts: FramePart[] = [];
    for (const program of wanted.flatMap(withParts)) {
      const { id, language, source, code } = program;
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      this.#chars += source.length + (code?.length ?? 0);
      const own = program.language === 'region' ? { parts: program.parts.map((part) => part.id) } : {};
      programs.push({ id, language, isCompiled: code !== undefined, ...own });
      parts.push(source, ...(code === undefined ? [] : [code]));
    }
    return { forget, programs, parts };
  }
}

/** A region comes after what it is made of. */
function withParts(program: KnownProgram | KnownRegion): readonly (KnownProgram | KnownRegion)[] {
  return program.language === 'region' ? [...program.parts, program] : [program];
}
