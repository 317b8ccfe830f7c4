import { toFailure } from './failures.ts';

/** Collects what records give, as text. */
export interface Answers {
  /** Adds the value that the work gives, or why it gives none. */
  add(work: () => unknown): void;
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

  function note(kind: string, text: string): void {
    texts.push(text);
    lengths.push(text.length);
    kinds += kind;
    size += text.length;
  }

  function addValue(value: unknown): void {
    if (value === undefined) {
      note('n', '');
      return;
    }
    measure(value);
    const text: string | undefined = JSON.stringify(value);
    note(text === undefined ? 'n' : 'v', text ?? '');
  }

  return {
    add(work) {
      try {
        addValue(work());
      } catch (thrown) {
        note('f', JSON.stringify(toFailure(thrown)));
      }
    },
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
