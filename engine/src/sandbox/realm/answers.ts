import { toFailure } from './failures.ts';

export interface Answer {
  /** `s` is for a stage that was left out; the others as in `RealmEntry`. */
  readonly kind: 'v' | 'n' | 'f' | 's';
  readonly text: string;
}

/** Collects what records give, as text. */
export interface Answers {
  /** Adds the value that the work gives, or why it gives none. */
  add(work: () => unknown): Answer;
  /** Adds what is an answer already. */
  put(kind: Answer['kind'], text: string): Answer;
  /** Characters of the answers so far. */
  size(): number;
  /** All answers so far, in the form of `RealmEntry`. */
  take(): string;
}

export function createAnswers(measure: (value: unknown) => void): Answers {
  let kinds = '';
  let lengths: number[] = [];
  let texts: string[] = [];
  let size = 0;

  function put(kind: Answer['kind'], text: string): Answer {
    texts.push(text);
    lengths.push(text.length);
    kinds += kind;
    size += text.length;
    return { kind, text };
  }

  function addValue(value: unknown): Answer {
    if (value === undefined) return put('n', '');
    measure(value);
    const text: string | undefined = JSON.stringify(value);
    return put(text === undefined ? 'n' : 'v', text ?? '');
  }

  return {
    add(work) {
      try {
        return addValue(work());
      } catch (thrown) {
        return put('f', JSON.stringify(toFailure(thrown)));
      }
    },
    put,
    size: () => size,
    take() {
      const taken = `${kinds};${lengths.join()};${texts.join('')}`;
      kinds = '';
      lengths = [];
      texts = [];
      size = 0;
      return taken;
    },
  };
}
