import type { NodeDescriptor } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { connectablePorts, portsOf } from './node-ports.ts';

const wording = { title: 'T', summary: 'S.', fr: { title: 'T', summary: 'S.' }, keywords: [] };
const approval: NodeDescriptor = {
  ...wording,
  type: 'core.approval@1',
  kind: 'control',
  ports: ['approved', 'rejected', 'expired'],
  optionalPorts: { expired: 'expiresAfterHours' },
};
const action: NodeDescriptor = { ...wording, type: 'x.act@1', kind: 'action', ports: ['out'] };

test('a way out that a setting gives is there when the setting is', () => {
  expect(portsOf({}, approval, [])).toEqual(['approved', 'rejected']);
  expect(portsOf({ config: { expiresAfterHours: 2 } }, approval, [])).toEqual(['approved', 'rejected', 'expired']);
});

test('failures have a way out when they are sent there', () => {
  expect(portsOf({ onError: 'branch' }, action, [])).toEqual(['out', 'error']);
});

test('what takes an act back is drawn where it is used, and can be connected from any act', () => {
  expect(portsOf({}, action, ['out'])).toEqual(['out']);
  expect(portsOf({}, action, ['undo'])).toEqual(['out', 'undo']);
  expect(connectablePorts({}, action)).toEqual(['out', 'undo']);
  expect(connectablePorts({}, approval)).toEqual(['approved', 'rejected']);
});
