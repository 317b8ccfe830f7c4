import { describeNode, type NodeDescriptor, toTypeName } from '@invoicepatch/sdk';
import { expect, test } from '@jest/globals';
import { coreNodes } from './index.ts';

type Schema = { readonly properties?: Readonly<Record<string, { readonly title?: string; readonly fr?: string }>> };

function fieldsOf(descriptor: NodeDescriptor): [string, { readonly title?: string; readonly fr?: string }][] {
  return [descriptor.config, descriptor.input].flatMap((schema) =>
    Object.entries((schema as Schema)?.properties ?? {}),
  );
}

test('each node has a name of its own', () => {
  const names = coreNodes.map(toTypeName);

  expect(names).toEqual([...new Set(names)]);
  expect(names.every((name) => /^core\.[a-z-]+@1$/.test(name))).toBe(true);
});

test.each(coreNodes.map((node) => [toTypeName(node), node] as const))(
  '%s can be described in both languages',
  (_name, node) => {
    const descriptor = describeNode(node);

    expect(descriptor.title).not.toBe(descriptor.fr.title);
    expect(descriptor.summary).not.toBe(descriptor.fr.summary);
    expect(JSON.parse(JSON.stringify(descriptor))).toEqual(descriptor);
    for (const [name, field] of fieldsOf(descriptor)) {
      expect({ name, titled: Boolean(field.title) && Boolean(field.fr) }).toEqual({ name, titled: true });
    }
  },
);

test.each(coreNodes.map((node) => [toTypeName(node), node] as const))(
  '%s refuses a field that it does not know',
  (_name, node) => {
    if (!('config' in node) || node.config === undefined) return expect(node.kind).toBe('action');

    const parsed = node.config.safeParse({ surprise: 1 });

    expect(parsed.error?.issues.some((issue) => issue.code === 'unrecognized_keys')).toBe(true);
  },
);
