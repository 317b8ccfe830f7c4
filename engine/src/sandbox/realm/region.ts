import type { LinkedStage } from '../child/job.ts';
import type { RegionSource } from '../sandbox.ts';
import { type Answer, createAnswers } from './answers.ts';
import type { Prepared } from './language.ts';
import { parseData, type RecordReader } from './record-reader.ts';
import type { SeededWorld } from './seeded-world.ts';

export interface RegionParts {
  readonly world: SeededWorld;
  measure(value: unknown): void;
  quoteLongNumbers(text: string): string;
  find(program: number): Prepared;
}

/** Evaluates the stages of a region for the record that is next; gives the stages' answers in the form of `RealmEntry`. */
export function createRegion(stages: readonly LinkedStage[], parts: RegionParts): (records: RecordReader) => string {
  const answers = createAnswers(parts.measure);
  let done: Answer[] = [];
  /** By stage: who may not write into it shares it. */
  let values: unknown[] = [];

  /** Whether all that it reads is there. */
  function isThere(source: RegionSource): boolean {
    if ('given' in source) return true;
    if ('fields' in source) return source.fields.every(([, field]) => isThere(field));
    const kind = done[source.stage]?.kind;
    return kind === 'v' || kind === 'n';
  }

  function textOfStage(stage: number): string {
    const answer = done[stage];
    return answer?.kind === 'v' ? answer.text : 'null';
  }

  /** `undefined` for a field that is left out. */
  function textFrom(source: RegionSource, records: RecordReader): string | undefined {
    if ('stage' in source) return textOfStage(source.stage);
    if ('given' in source) return records.text(source.given) || undefined;
    const fields: string[] = [];
    for (const [name, field] of source.fields) {
      const text = textFrom(field, records);
      if (text !== undefined) fields.push(`${JSON.stringify(name)}:${text}`);
    }
    return `{${fields.join(',')}}`;
  }

  function parse(text: string): unknown {
    return parseData(text, parts.quoteLongNumbers);
  }

  function valueFrom(source: RegionSource, mayShare: boolean, records: RecordReader): unknown {
    if ('given' in source) return records.value(source.given, mayShare);
    if ('fields' in source) return parse(textFrom(source, records) ?? '{}');
    if (!mayShare) return parse(textOfStage(source.stage));
    if (!(source.stage in values)) values[source.stage] = parse(textOfStage(source.stage));
    return values[source.stage];
  }

  function isWanted({ input, bindings, when }: LinkedStage): boolean {
    if (when !== undefined) {
      if (!isThere({ stage: when.stage })) return false;
      if (when.among.includes(textOfStage(when.stage)) !== when.is) return false;
    }
    return isThere(input) && Object.values(bindings).every(isThere);
  }

  function evaluate(stage: LinkedStage, records: RecordReader): unknown {
    const program = parts.find(stage.program);
    const mayShare = program.sparesInput;
    const input = valueFrom(stage.input, mayShare, records);
    const bindings: Record<string, unknown> = {};
    for (const name of Object.keys(stage.bindings)) {
      const source = stage.bindings[name];
      const isEmpty = source === undefined || ('given' in source && records.text(source.given) === '');
      if (!isEmpty) bindings[name] = valueFrom(source, mayShare, records);
    }
    const { now, seed } = records.world();
    parts.world.begin(now, seed + stage.slot);
    return program.run(input, bindings);
  }

  return (records) => {
    done = [];
    values = [];
    // What a cut-off left behind is not this record's.
    answers.take();
    for (const stage of stages)
      done.push(isWanted(stage) ? answers.add(() => evaluate(stage, records)) : answers.put('s', ''));
    return answers.take();
  };
}
