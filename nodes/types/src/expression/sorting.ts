import type { Node } from '@invoicepatch/jsonata/syntax';
import { sayKinds } from '../finding/sentences.ts';
import { showKinds } from '../type/show.ts';
import { isNever, type Type, without } from '../type/type.ts';
import { type At, crooked, under } from './at.ts';
import type { Flow } from './flow.ts';
import type { Inference } from './inference.ts';

/** The terms of an order: each must be a number or a text, and the same kind for all. */
export function inferSort(step: Node, flow: Flow, { inference, at }: { inference: Inference; at: At }): void {
  for (const { expression } of step.terms ?? []) {
    const inner = crooked(under(at, flow.item, flow.min > 1), expression);
    const type = inference.infer(expression, inner);
    reportTerm(expression, type, { inference, at: inner });
  }
}

function reportTerm(node: Node, type: Type, { inference, at }: { inference: Inference; at: At }): void {
  const others = without(type, 'string', 'number', 'missing');
  if (type.any || isNever(others)) return;
  const good = type.string !== undefined || type.number !== undefined || type.missing;
  const facts = {
    operator: '^',
    expected: sayKinds('comparable', inference.language),
    found: showKinds(others, inference.language),
  };
  inference.report(
    {
      code: 'flow.wrong-operand',
      sentence: good ? 'maybeWrongOperand' : 'wrongOperand',
      facts,
      node,
      ...(good ? {} : { certain: 'throws' }),
    },
    at,
  );
}
