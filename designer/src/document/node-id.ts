import { type Graph, listNodes } from './graph.ts';

/** `quickbooks-online.create-invoice@1` → `createInvoice`: the word that expressions will use. */
function toWord(type: string): string {
  const act = type.split('.')[1]?.split('@')[0] ?? 'step';
  const word = act.replace(/-+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()).replace(/[^A-Za-z0-9]/g, '');
  return /^[a-z]/.test(word) ? word.slice(0, 50) : 'step';
}

/** An id that nothing in the flow has yet, not even inside a loop. */
export function newNodeId(graph: Graph, type: string, taken: ReadonlySet<string> = new Set()): string {
  const used = new Set([...taken, ...listNodes(graph).map(({ node }) => node.id)]);
  const word = toWord(type);
  if (!used.has(word)) return word;
  let number = 2;
  while (used.has(`${word}${number}`)) number += 1;
  return `${word}${number}`;
}
