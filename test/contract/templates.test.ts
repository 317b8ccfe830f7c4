import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import jsonata from 'jsonata';
import {
  fileOf,
  listExpressions,
  listNodes,
  listTemplates,
  readTemplate,
} from '../support/templates/template-folder.ts';

test('there is at least one template', () => {
  expect(listTemplates()).toContain('approved-hours-to-quickbooks-invoice');
});

describe.each(listTemplates())('the template %s', (slug) => {
  const { manifest, document } = readTemplate(slug);
  const nodes = listNodes(document.nodes);

  test('lives in the folder of its slug and tells people what it does', () => {
    expect(manifest.slug).toBe(slug);
    expect(readFileSync(fileOf(slug, 'README.md'), 'utf8')).toMatch(/^# /);
  });

  test('speaks English and French everywhere, and not the same words', () => {
    const wordings = [
      manifest.title,
      manifest.summary,
      ...Object.values(manifest.connections).map((connection) => connection.title),
      ...manifest.parameters.flatMap((parameter) => [parameter.title, parameter.help]),
    ];

    for (const { en, fr } of wordings) expect(fr).not.toBe(en);
  });

  test('asks for exactly the parameters that its flow holds, with the same defaults', () => {
    const asked = Object.fromEntries(manifest.parameters.map((parameter) => [parameter.name, parameter.default]));

    expect(document.parameters ?? {}).toEqual(asked);
  });

  test('asks for exactly the connections that its flow names', () => {
    const named = new Set(nodes.flatMap((node) => node.connection ?? []));

    expect([...named].sort()).toEqual(Object.keys(manifest.connections).sort());
  });

  test('has edges between its own nodes only, and places each node on the canvas', () => {
    const levels = [document, ...nodes.flatMap((node) => node.body ?? [])];

    for (const level of levels) {
      const ids = level.nodes.map((node) => node.id);
      for (const edge of level.edges) expect(ids).toEqual(expect.arrayContaining([edge.from, edge.to]));
    }
    expect(new Set(nodes.map((node) => node.id)).size).toBe(nodes.length);
    for (const node of nodes) expect(node).toMatchObject({ name: expect.any(String), at: expect.anything() });
  });

  test.each(listExpressions(document))('has JSONata that parses at $place', ({ source }) => {
    expect(() => jsonata(source)).not.toThrow();
  });

  test.each(listExpressions(document))('names only nodes and parameters that exist at $place', ({ source }) => {
    const named = [...source.matchAll(/\$nodes\.([A-Za-z0-9_]+)/g)].map((match) => match[1]);
    const read = [...source.matchAll(/\$parameters\.([A-Za-z0-9_]+)/g)].map((match) => match[1]);

    expect(nodes.map((node) => node.id)).toEqual(expect.arrayContaining(named));
    expect(Object.keys(document.parameters ?? {})).toEqual(expect.arrayContaining(read));
  });
});
