import { coreNodes } from '@invoicepatch/core';
import { defineAction, defineAuth, type FlowDocument, type FlowNode, flowDocument, z } from '@invoicepatch/sdk';
import { MemoryCatalog } from '../../engine/src/catalog/catalog.memory.ts';
import { checkFlow } from '../../engine/src/flows/check/check-flow.ts';
import { listPrograms, programKey } from '../../engine/src/flows/check/programs.ts';
import { listScopes } from '../../engine/src/flows/check/scope.ts';
import type { Inspection } from '../../engine/src/sandbox/sandbox.ts';

const auth = defineAuth({
  id: 'ledger',
  title: 'Ledger',
  signing: { kind: 'header', header: 'x-key' },
  settings: z.strictObject({}),
  environments: [],
});

const postEntry = defineAction({
  id: 'ledger.post-entry',
  version: 1,
  title: 'Post an entry',
  summary: 'Posts an entry.',
  fr: { title: 'Inscrire', summary: 'Inscrit une écriture.' },
  effect: { kind: 'write', repeat: 'key' },
  auth,
  input: z.object({ total: z.string() }),
  output: z.object({ id: z.string() }),
  run: async () => ({ id: '1' }),
});

const catalog = new MemoryCatalog(coreNodes, [
  { id: 'ledger', title: 'Ledger', mark: { initials: 'LE', colour: '#123456' }, auth, nodes: [postEntry] },
]);

export const books = '0190a3c8-5a52-7c00-8000-000000000001';
export const shop = '0190a3c8-5a52-7c00-8000-000000000002';
const connections = new Map([
  [books, { auth: 'ledger' }],
  [shop, { auth: 'shop' }],
]);

/** Stands in for the sandbox: `BAD` can't be read, and references are found by their looks. */
function inspect(source: string): Inspection {
  const position = source.indexOf('BAD');
  if (position >= 0) return { ok: false, code: 'S0201', message: 'Syntax error: "BAD".', position };
  const variables = [...source.matchAll(/\$(\w+)/g)].flatMap(([, name = '']) => (name === 'sum' ? [] : name));
  return { ok: true, variables, nodes: [...source.matchAll(/\$nodes\.(\w+)/g)].map(([, id = '']) => id) };
}

/** The problems of a flow in a catalog with a ledger, and two connections. */
export function check(document: Omit<FlowDocument, 'format'>) {
  const parsed = flowDocument.parse({ format: 1, ...document });
  const programs = listPrograms(listScopes(parsed), catalog);
  const inspections = new Map(programs.map(({ program }) => [programKey(program), inspect(program.source)]));
  return checkFlow(parsed, { catalog, connections, inspections });
}

export const start: FlowNode = { id: 'start', type: 'core.manual@1' };
export const transform = (id: string, expression = '$'): FlowNode => ({
  id,
  type: 'core.transform@1',
  config: { expression },
});

export const chain = (...ids: string[]) => ids.slice(1).map((to, index) => ({ from: ids[index] ?? '', to }));
