import { createAnswers } from './answers.ts';
import type { Language, Prepared } from './language.ts';
import type { RecordReader } from './record-reader.ts';
import { createRecordReader } from './record-reader.ts';
import { createRegion } from './region.ts';
import type { SeededWorld } from './seeded-world.ts';

export interface RealmParts {
  readonly languages: Readonly<Record<string, Language>>;
  readonly world: SeededWorld;
  measure(value: unknown): void;
  quoteLongNumbers(text: string): string;
}

/**
 * What the child calls: primitive values in, one text out. The text is a letter for each record, their texts' lengths,
 * and the texts: `vnf;5,0,17;…`. `v` is a value's JSON text, `n` nothing, `f` a failure's JSON text.
 */
export interface RealmEntry {
  /** Makes a program known: its compiled code's value, or its source for the interpreter. */
  adopt(id: number, language: string, source: string, program?: unknown): void;
  /**
   * Starts a job at its record `from` and works for `budgetMs`; `resume` goes on. `facts` and `texts` are those of
   * `EvaluateHeader`.
   */
  evaluate(id: number, names: string, facts: string, texts: string, from: number, budgetMs: number): string;
  resume(budgetMs: number): string;
  /** The records that were done before a call was cut off. */
  salvage(): string;
  inspect(language: string, source: string): string;
}

/** Once, and a failure to prepare is met by every record alike. */
export function once(make: () => Prepared): () => Prepared {
  let made: Prepared | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The only functions that the outside can call. */
export function createEntry({ languages, world, measure, quoteLongNumbers }: RealmParts): RealmEntry {
  const maxTextLength = 1_000_000;
  const programs = new Map<number, () => Prepared>();
  const regions = new Map<number, (records: RecordReader) => string>();
  let reader: RecordReader | undefined;
  let region: ((records: RecordReader) => string) | undefined;
  let current = 0;
  const answers = createAnswers(measure);

  function find(language: string): Language {
    const found = languages[language];
    if (found === undefined) throw { sandbox: { kind: 'broken', code: 'language' } };
    return found;
  }

  function evaluateNext(records: RecordReader): void {
    answers.add(() => {
      const program = findProgram(current);
      const { now, seed, input, bindings } = records.next(program.sparesInput);
      world.begin(now, seed);
      return program.run(input, bindings);
    });
  }

  function findProgram(id: number): Prepared {
    const make = programs.get(id);
    if (make === undefined) throw { sandbox: { kind: 'broken', code: 'program' } };
    return make();
  }

  function work(budgetMs: number): string {
    const until = world.machineNow() + budgetMs;
    while (reader?.hasNext()) {
      if (region === undefined) evaluateNext(reader);
      else answers.put('v', region(reader));
      reader.skip();
      if (answers.size() > maxTextLength || world.machineNow() >= until) break;
    }
    return answers.take();
  }

  return {
    adopt(id, language, source, program) {
      if (language === 'region') {
        const parts = { world, measure, quoteLongNumbers, find: findProgram };
        regions.set(id, createRegion(JSON.parse(source), parts));
        return;
      }
      const it = find(language);
      programs.set(
        id,
        once(() => (program !== undefined && it.link !== undefined ? it.link(program) : it.prepare(source))),
      );
    },
    evaluate(id, names, facts, all, from, budgetMs) {
      answers.take();
      region = regions.get(id);
      current = id;
      reader = createRecordReader(names === '' ? [] : names.split(','), {
        facts: JSON.parse(facts),
        texts: all,
        quoteLongNumbers,
      });
      for (let at = 0; at < from; at += 1) reader.skip();
      return work(budgetMs);
    },
    resume: (budgetMs) => work(budgetMs),
    salvage: () => answers.take(),
    inspect(language, source) {
      answers.take();
      answers.add(() => find(language).inspect(source));
      return answers.take();
    },
  };
}
