import type { Node } from '@invoicepatch/jsonata/syntax';
import { sayKinds } from '../finding/sentences.ts';
import { showKinds } from '../type/show.ts';
import { isNever, type Kind, type Type, without } from '../type/type.ts';
import type { At } from './at.ts';
import type { Inference } from './inference.ts';

export interface Operand {
  readonly node: Node;
  readonly type: Type;
  readonly operator: string;
  readonly kinds: readonly Kind[];
  /** Key of the words for what it takes. */
  readonly expected: string;
}

/** Says when an operand is of a kind that makes the operator fail. Nothing as an operand is no failure. */
export function reportOperand(operand: Operand, at: At, inference: Inference): void {
  const { node, type, operator, kinds, expected } = operand;
  const wrong = without(type, 'missing', ...kinds);
  if (type.any || isNever(wrong)) return;
  const good = type.missing === true || kinds.some((kind) => type[kind] !== undefined);
  const facts = {
    operator,
    expected: sayKinds(expected, inference.language),
    found: showKinds(wrong, inference.language),
  };
  const sentence = good ? 'maybeWrongOperand' : 'wrongOperand';
  inference.report({ code: 'flow.wrong-operand', sentence, facts, node, ...(good ? {} : { certain: 'throws' }) }, at);
}
