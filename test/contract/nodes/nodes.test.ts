import { describeNode, type NodeType, toTypeName, type z } from '@invoicepatch/sdk';
import { describe, expect, test } from '@jest/globals';
import { describeNodes, listNodeFolders, readDescriptors, writeDescriptors } from './connector-folders.ts';
import { listBreaks } from './descriptor-breaks.ts';
import { listFields } from './schema-fields.ts';

const folders = await listNodeFolders();
const updating = process.env['UPDATE_DESCRIPTORS'] === '1';

/** Writes that cannot be told apart from their repetition, and why: the world gives them neither a key nor a search. */
const unsettledWrites: Readonly<Record<string, string>> = {
  'core.http-request@1': 'An unknown server may know no idempotency key; there is a node of its own for those that do.',
};

type Part = 'config' | 'input' | 'output';

function listParts(node: NodeType): readonly (readonly [Part, z.ZodType])[] {
  const parts: readonly Part[] = ['config', 'input', 'output'];
  return parts.flatMap((part) => {
    const schema = part in node ? (node as Partial<Record<Part, z.ZodType>>)[part] : undefined;
    return schema === undefined ? [] : [[part, schema] as const];
  });
}

function listNodeFields(node: NodeType) {
  return listParts(node).flatMap(([part, schema]) =>
    listFields(schema).map((field) => ({ ...field, place: `${part}.${field.place}` })),
  );
}

describe.each(folders.map((folder) => [folder.name, folder] as const))('the nodes of %s', (name, folder) => {
  describe.each(folder.nodes.map((node) => [toTypeName(node), node] as const))('%s', (_type, node) => {
    test('is named for its folder, its verb and its object', () => {
      expect(node.id).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
      expect(node.id.split('.')[0]).toBe(name);
      expect(Number.isInteger(node.version) && node.version >= 1).toBe(true);
    });

    test('speaks to people in English and French', () => {
      for (const { title, summary } of [node, node.fr]) {
        expect(title).toMatch(/^\p{Lu}.{1,58}[^.]$/u);
        expect(summary).toMatch(/^\p{Lu}.*\.$/u);
      }
      expect(node.fr.summary).not.toBe(node.summary);
    });

    test('titles every field in both languages', () => {
      const untitled = listNodeFields(node).filter(({ title, fr }) => !title || !fr);

      expect(untitled.map(({ place }) => place)).toEqual([]);
    });

    test('shows only examples that it would accept', () => {
      const wrong = listNodeFields(node).flatMap(({ place, schema, examples }) =>
        examples.filter((example) => !schema.safeParse(example).success).map((example) => ({ place, example })),
      );

      expect(wrong).toEqual([]);
    });

    test('has a description that survives the wire', () => {
      const descriptor = describeNode(node);

      expect(JSON.parse(JSON.stringify(descriptor))).toEqual(describeNodes([node])[0]);
      for (const [part] of listParts(node)) expect(descriptor[part]).toMatchObject({ $schema: expect.any(String) });
    });

    test('knows how a doubtful write is settled', () => {
      if (node.kind !== 'action' || node.effect.kind !== 'write') return;
      const { repeat } = node.effect;
      if (repeat === 'lookup') expect(node.lookup).toBeInstanceOf(Function);
      if (repeat === 'none') expect(unsettledWrites[toTypeName(node)]).toMatch(/\.$/);
    });
  });

  test('go by names of their own', () => {
    const names = folder.nodes.map(toTypeName);

    expect(new Set(names).size).toBe(names.length);
  });

  test('belong to the system of their folder', () => {
    const { connector } = folder;
    if (connector === undefined) return;
    const auths = folder.nodes.flatMap((node) => ('auth' in node && node.auth !== undefined ? [node.auth] : []));

    expect(new Set(auths).size).toBeLessThanOrEqual(1);
    expect(auths.every((auth) => auth === connector.auth && auth.id === name)).toBe(true);
    expect(connector.mark).toEqual({
      initials: expect.stringMatching(/^\p{L}{2}$/u),
      colour: expect.stringMatching(/^#[0-9A-F]{6}$/i),
    });
    const untitled =
      connector.auth === undefined ? [] : listFields(connector.auth.settings).filter(({ title, fr }) => !title || !fr);
    expect(untitled.map(({ place }) => place)).toEqual([]);
  });

  test('keep what their descriptor.json promised: else a new version, or UPDATE_DESCRIPTORS=1 for what breaks nothing', () => {
    const now = describeNodes(folder.nodes);

    expect(listBreaks(readDescriptors(folder.descriptorFile), now)).toEqual([]);

    if (updating) writeDescriptors(folder.descriptorFile, now);
    expect(readDescriptors(folder.descriptorFile)).toEqual(now);
  });
});
