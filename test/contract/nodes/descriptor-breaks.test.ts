import { defineAction, Untrusted, z } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { describeNodes } from './connector-folders.ts';
import { listBreaks } from './descriptor-breaks.ts';

const wording = { title: 'Send', summary: 'Sends.', fr: { title: 'Envoyer', summary: 'Envoie.' } };
const input = { name: z.string().max(10), size: z.enum(['small', 'large']), note: z.string().optional() };
const output = { id: z.string(), lines: z.array(z.strictObject({ amount: z.string() })) };

function describe(
  changed: { readonly input?: z.ZodRawShape; readonly output?: z.ZodRawShape; readonly version?: number } = {},
) {
  return describeNodes([
    defineAction({
      id: 'post.send',
      version: changed.version ?? 1,
      ...wording,
      effect: { kind: 'read' },
      input: z.strictObject({ ...input, ...changed.input }),
      output: z.strictObject({ ...output, ...changed.output }),
      run: async () => new Untrusted({}),
    }),
  ]);
}

test.each([
  ['a new optional field', { input: { more: z.string().optional() } }],
  ['a new word', { input: { size: z.enum(['small', 'large', 'huge']) } }],
  ['a wider limit', { input: { name: z.string().max(20) } }],
  ['a field with a new title', { input: { name: z.string().max(10).meta({ title: 'Name' }) } }],
  ['one more field in the answer', { output: { total: z.string() } }],
])('%s breaks no flow', (_what, change) => {
  expect(listBreaks(describe(), describe(change))).toEqual([]);
});

test.each([
  ['a new required field', { input: { more: z.string() } }, 'post.send@1 input.more is required now'],
  ['a field that becomes required', { input: { note: z.string() } }, 'post.send@1 input.note is required now'],
  ['another type', { input: { name: z.number() } }, 'post.send@1 input.name has another type'],
  [
    'a word less',
    { input: { size: z.enum(['small']) } },
    'post.send@1 input.size: the word “large” is no longer accepted',
  ],
  [
    'a tighter limit',
    { input: { name: z.string().max(5) } },
    'post.send@1 input.name: maxLength refuses what was accepted before',
  ],
  [
    'a pattern',
    { input: { note: z.string().regex(/^a/).optional() } },
    'post.send@1 input.note: pattern refuses what was accepted before',
  ],
  [
    'an answer that may be missing',
    { output: { id: z.string().optional() } },
    'post.send@1 output.id may be missing now',
  ],
  [
    'another type inside a list',
    { output: { lines: z.array(z.strictObject({ amount: z.number() })) } },
    'post.send@1 output.lines[].amount has another type',
  ],
])('%s breaks flows', (_what, change, broken) => {
  expect(listBreaks(describe(), describe(change))).toEqual([broken]);
});

test('a node and its version stay for ever', () => {
  const next = describe({ version: 2, input: { more: z.string() } });

  expect(listBreaks(describe(), next)).toEqual(['post.send@1 is gone']);
  expect(listBreaks(describe(), [...describe(), ...next])).toEqual([]);
});
