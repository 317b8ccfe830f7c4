import type { NodeDescriptor } from '@invoicepatch/sdk';
import { complete, findPlace, hover, look, show } from '@invoicepatch/types';
import type { Answer, Question } from './assist-question.ts';

const descriptors = new Map<string, NodeDescriptor>();

function answer(question: Exclude<Question, { kind: 'catalog' }>): Answer {
  const { id, kind, text, offset, document, nodeId, field, language } = question;
  const place = findPlace(document, { nodeId, field }, { describe: (type) => descriptors.get(type), language });
  if (kind === 'complete') return { id, kind, completion: complete({ ...place, text, offset }) };
  if (kind === 'hover') return { id, kind, hover: hover({ ...place, text, offset }) };
  const { inferred, findings } = look(text, place);
  return { id, kind, look: { type: show(inferred.type, language), findings } };
}

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  if (data.kind === 'catalog') for (const descriptor of data.descriptors) descriptors.set(descriptor.type, descriptor);
  else postMessage(answer(data));
});
