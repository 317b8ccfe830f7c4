import type { NodeDescriptor } from '@invoicepatch/sdk';
import type { Completion, Hover } from '@invoicepatch/types';
import type { Answer, ExpressionPlace, Look, Question } from './assist-question.ts';

/** Asks the worker that knows types, so that typing never waits for it. */
export class AssistClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #count = 0;

  constructor(descriptors: Iterable<NodeDescriptor>) {
    this.#worker = new Worker(new URL('./assist-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      this.#waiting.get(data.id)?.(data);
      this.#waiting.delete(data.id);
    });
    this.#send({ kind: 'catalog', descriptors: [...descriptors] });
  }

  async complete(place: ExpressionPlace, text: string, offset: number): Promise<Completion | undefined> {
    const answer = await this.#ask({ kind: 'complete', ...place, text, offset });
    return answer.kind === 'complete' ? answer.completion : undefined;
  }

  async hover(place: ExpressionPlace, text: string, offset: number): Promise<Hover | undefined> {
    const answer = await this.#ask({ kind: 'hover', ...place, text, offset });
    return answer.kind === 'hover' ? answer.hover : undefined;
  }

  async look(place: ExpressionPlace, text: string): Promise<Look | undefined> {
    const answer = await this.#ask({ kind: 'look', ...place, text, offset: 0 });
    return answer.kind === 'look' ? answer.look : undefined;
  }

  close(): void {
    this.#worker.terminate();
  }

  #ask(
    question: ExpressionPlace & { kind: 'complete' | 'hover' | 'look'; text: string; offset: number },
  ): Promise<Answer> {
    this.#count += 1;
    const id = this.#count;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ ...question, id });
    });
  }

  #send(question: Question): void {
    this.#worker.postMessage(question);
  }
}
