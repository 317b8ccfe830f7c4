import type { FlowDocument } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listNodes, scopeOf } from '../graph.ts';
import { type History, record, redo, startHistory, undo } from '../history.ts';
import { moveNodes, tidy } from '../layout/layout.ts';
import { newNodeId } from '../node-id.ts';
import { sampleFlow } from '../sample-flow.ts';
import { addNode } from './add-node.ts';
import { connect, disconnect } from './connect.ts';
import { duplicateNodes } from './duplicate.ts';
import { removeNodes } from './remove.ts';
import { renameId } from './rename-id.ts';

interface Edit {
  readonly kind: 'add' | 'inside' | 'connect' | 'disconnect' | 'remove' | 'duplicate' | 'rename' | 'move' | 'tidy';
  readonly one: number;
  readonly other: number;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('add', 'inside', 'connect', 'disconnect', 'remove', 'duplicate', 'rename', 'move', 'tidy'),
  one: fc.nat(1_000),
  other: fc.nat(1_000),
});

function pickId(document: FlowDocument, index: number): string {
  const all = listNodes(document);
  return all[index % Math.max(1, all.length)]?.node.id ?? 'none';
}

function apply(document: FlowDocument, { kind, one, other }: Edit): FlowDocument {
  const [from, to] = [pickId(document, one), pickId(document, other)];
  const node = { id: newNodeId(document, 'core.transform@1'), type: 'core.transform@1' };
  switch (kind) {
    case 'add': {
      const edges = document.edges;
      const on = edges[one % Math.max(1, edges.length)];
      return addNode(document, node, on === undefined ? { kind: 'free' } : { kind: 'on-edge', edge: on });
    }
    case 'inside':
      return addNode(document, node, {
        kind: 'free',
        parent: document.nodes.find((loop) => loop.body !== undefined)?.id,
      });
    case 'connect':
      return connect(document, { from, to });
    case 'disconnect':
      return document.edges[0] === undefined ? document : disconnect(document, document.edges[0]);
    case 'remove':
      return removeNodes(document, [from]);
    case 'duplicate':
      return duplicateNodes(document, new Set([from])).document;
    case 'rename':
      return renameId(document, from, `n${other}`);
    case 'move':
      return moveNodes(document, new Map([[from, { x: one, y: other }]]));
    case 'tidy':
      return tidy(document);
  }
}

function isSound(document: FlowDocument): boolean {
  const all = listNodes(document);
  const unique = new Set(all.map(({ node }) => node.id)).size === all.length;
  const scopes = [undefined, ...all.filter(({ node }) => node.body !== undefined).map(({ node }) => node.id)];
  return (
    unique &&
    scopes.every((parent) => {
      const { nodes, edges } = scopeOf(document, parent);
      const ids = new Set(nodes.map((node) => node.id));
      const names = edges.map((edge) => JSON.stringify([edge.from, edge.port ?? 'out', edge.to]));
      return edges.every((edge) => ids.has(edge.from) && ids.has(edge.to)) && new Set(names).size === names.length;
    })
  );
}

const applyAll = (edits: readonly Edit[]): History =>
  edits.reduce(
    (history, one, index) => record(history, apply(history.present, one), { mark: String(index), at: index }),
    startHistory(sampleFlow),
  );

test('undoing everything gives the document back byte for byte, redoing everything the last state', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
      const done = applyAll(edits);
      let back = done;
      while (back.past.length > 0) back = undo(back);
      let again = back;
      while (again.future.length > 0) again = redo(again);

      expect(JSON.stringify(back.present)).toBe(JSON.stringify(sampleFlow));
      expect(JSON.stringify(again.present)).toBe(JSON.stringify(done.present));
    }),
  );
});

test('no edit leaves an edge without its steps, an edge twice, or an id twice', () => {
  fc.assert(
    fc.property(fc.array(edit, { maxLength: 40 }), (edits) => {
      expect(isSound(applyAll(edits).present)).toBe(true);
    }),
  );
});
