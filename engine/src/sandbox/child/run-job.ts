import type { EvaluationLimits } from '../sandbox-limits.ts';
import type { EvaluateHeader, Failure, Reply } from './job.ts';
import type { Program, Programs } from './programs.ts';
import type { Place, TenantRealms, WarmContext } from './tenant-realms.ts';

/** What the jobs of a child have in common. */
export interface Bench {
  readonly realms: TenantRealms;
  readonly programs: Programs;
  readonly limits: EvaluationLimits;
  /** Whether the frame has taken so long that others should get their turn. */
  isLate(): boolean;
  reply(reply: Reply, body: string): void;
}

/** How long one call works on records before those that are done go out. */
const sliceMs = 20;

const failed = (failure: Failure) => ({ kinds: 'f', body: JSON.stringify(failure) });

/** Answers all records of a job, in one reply or in several. */
export class EvaluateJob {
  readonly #header: EvaluateHeader;
  readonly #bench: Bench;
  readonly #facts: string;
  readonly #texts: string;
  readonly #place: Place;
  #answered = 0;
  /** The context that is in the middle of the job. */
  #warm: WarmContext | undefined;
  /** Several records at once took their isolate down: now one at a time. */
  #singly = false;

  constructor(header: EvaluateHeader, [facts = '[]', texts = '']: readonly string[], bench: Bench) {
    this.#header = header;
    this.#bench = bench;
    this.#facts = facts;
    this.#texts = texts;
    this.#place = { tenantId: header.tenantId, scope: header.scope };
  }

  run(): void {
    while (this.#answered < this.#header.count) {
      if (this.#bench.isLate()) {
        this.#bench.reply({ id: this.#header.id, kinds: '', lengths: [], later: true }, '');
        return;
      }
      this.#next();
    }
  }

  #next(): void {
    try {
      this.#send(this.#work());
    } catch (thrown) {
      this.#settle(thrown instanceof Error ? thrown.message : '');
    }
  }

  #work(): string {
    const budgetMs = this.#singly ? 0 : sliceMs;
    const options = { timeout: this.#header.timeoutMs + budgetMs };
    if (this.#warm !== undefined) return this.#warm.resume.applySync(undefined, [budgetMs], options);
    const program: Program = this.#bench.programs.get(this.#header.program);
    this.#warm = this.#bench.realms.withProgram(this.#place, program);
    const names = this.#header.names.join();
    const given = [program.id, names, this.#facts, this.#texts, this.#answered, budgetMs] as const;
    return this.#warm.evaluate.applySync(undefined, [...given], options);
  }

  /** `vnf;5,0,17;…`: see `RealmEntry`. */
  #send(answer: string): void {
    const kindsEnd = answer.indexOf(';');
    const lengthsEnd = answer.indexOf(';', kindsEnd + 1);
    const kinds = answer.slice(0, kindsEnd);
    const lengths =
      kinds === ''
        ? []
        : answer
            .slice(kindsEnd + 1, lengthsEnd)
            .split(',')
            .map(Number);
    this.#reply(kinds, { lengths, body: answer.slice(lengthsEnd + 1) });
  }

  #reply(kinds: string, { lengths, body }: { readonly lengths: readonly number[]; readonly body: string }): void {
    if (kinds === '') return;
    this.#answered += kinds.length;
    const { resultBytes } = this.#bench.limits;
    if (lengths.some((length) => length * 3 > resultBytes)) {
      this.#replyChecked(kinds, { lengths, body });
      return;
    }
    this.#bench.reply({ id: this.#header.id, kinds, lengths }, body);
  }

  /** Texts are counted in characters on the way; the limit is in bytes. */
  #replyChecked(
    kinds: string,
    { lengths, body }: { readonly lengths: readonly number[]; readonly body: string },
  ): void {
    let from = 0;
    const tooLarge = failed({ kind: 'too-large', code: 'result-bytes' });
    const checked = lengths.map((length, at) => {
      from += length;
      const one = { kinds: kinds.charAt(at), body: body.slice(from - length, from) };
      return Buffer.byteLength(one.body) > this.#bench.limits.resultBytes ? tooLarge : one;
    });
    const answer = {
      id: this.#header.id,
      kinds: checked.map((one) => one.kinds).join(''),
      lengths: checked.map((one) => one.body.length),
    };
    this.#bench.reply(answer, checked.map((one) => one.body).join(''));
  }

  /** What a call that the isolate itself gave up leaves behind, and what to say of it. */
  #settle(message: string): void {
    const { realms } = this.#bench;
    const warm = this.#warm;
    this.#warm = undefined;
    if (message.includes('timed out')) {
      if (warm !== undefined) this.#salvage(warm);
      realms.dropContext(this.#place);
      this.#fail({ kind: 'timeout' });
      return;
    }
    realms.dropTenant(this.#place.tenantId);
    const isOne = this.#singly || this.#header.count - this.#answered === 1;
    this.#singly = true;
    if (isOne) this.#fail(toFailure(message));
  }

  /** The records before the one that was cut off are done: an interrupted program cannot reach what was noted of them. */
  #salvage(warm: WarmContext): void {
    try {
      this.#send(warm.salvage.applySync(undefined, [], { timeout: sliceMs * 10 }));
    } catch {
      // Then they are evaluated again, by themselves.
    }
  }

  #fail(failure: Failure): void {
    const { kinds, body } = failed(failure);
    if (this.#answered < this.#header.count) this.#reply(kinds, { lengths: [body.length], body });
  }
}

export function toFailure(message: string): Failure {
  if (message.includes('timed out')) return { kind: 'timeout' };
  if (message.includes('memory') || message.includes('disposed') || message.includes('allocation'))
    return { kind: 'memory' };
  return { kind: message.includes('stack') ? 'too-deep' : 'broken' };
}
