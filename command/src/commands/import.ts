import { readFile } from 'node:fs/promises';
import type { Connection, Fields, FlowSummary } from '../api.ts';
import { type FlowFile, findConnections, parseFlowFile, toTestFile } from '../flow-file.ts';
import type { Session } from '../session.ts';
import { type Exit, exits, Trouble, wrongUse } from '../trouble.ts';

/** `books=Main books`, each once. */
function toChosen(pairs: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw wrongUse('--connection takes PLACEHOLDER=CONNECTION.');
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    }),
  );
}

async function read(path: string, { stdin }: Session): Promise<FlowFile> {
  if (path !== '-') {
    const text = await readFile(path, 'utf8').catch(() => {
      throw new Trouble(exits.usage, `There is no file ${path} to read.`);
    });
    return parseFlowFile(text, path);
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return parseFlowFile(Buffer.concat(chunks).toString('utf8'), 'standard input');
}

/** The tests become those of the file: what is not in it goes, what changed changes. */
async function putTests({ api }: Session, flowId: string, tests: readonly Fields[]): Promise<void> {
  const there = await api.list<Fields>(`/flows/${flowId}/tests`);
  for (const test of there) {
    if (!tests.some(({ name }) => name === test['name']))
      await api.send('DELETE', `/flows/${flowId}/tests/${test['id']}`);
  }
  for (const test of tests) {
    const known = there.find(({ name }) => name === test['name']);
    if (known === undefined) await api.send('POST', `/flows/${flowId}/tests`, test);
    else if (JSON.stringify(toTestFile(known)) !== JSON.stringify(test))
      await api.send('PUT', `/flows/${flowId}/tests/${known['id']}`, test);
  }
}

interface Imported {
  readonly id: string;
  readonly name: string;
  readonly made: boolean;
  readonly version: number | null;
}

async function importOne(session: Session, path: string): Promise<Imported> {
  const { api, given } = session;
  const file = await read(path, session);
  const name = given.flags.name ?? file.name;
  const connections = await api.list<Connection>('/connections?limit=200');
  const document = findConnections(file, connections, toChosen(given.flags.connection ?? []));
  const found = await api.list<FlowSummary>(`/flows?limit=200&search=${encodeURIComponent(name)}`);
  const same = found.filter((flow) => flow.name === name);
  if (same.length > 1)
    throw new Trouble(exits.refused, `There are ${same.length} flows called ${name}. Rename all but one.`);
  const [known] = same;
  const flow =
    known === undefined
      ? await api.send<FlowSummary>('POST', '/flows', { name, document })
      : await api.send<FlowSummary>('PUT', `/flows/${known.id}/draft`, { document });
  await putTests(session, flow.id, file.tests);
  const published =
    given.flags.publish === true ? await api.send<FlowSummary>('POST', `/flows/${flow.id}/publish`) : flow;
  return { id: flow.id, name, made: known === undefined, version: published.version };
}

export async function importFlows(session: Session): Promise<Exit> {
  const paths = session.given.words.slice(1);
  if (paths.length === 0) throw wrongUse('Say which: import FILE…');
  if (paths.length > 1 && session.given.flags.name !== undefined) throw wrongUse('--name is for one file.');
  const imported: Imported[] = [];
  for (const path of paths) imported.push(await importOne(session, path));
  const published = session.given.flags.publish === true;
  session.show(
    imported,
    imported.map(({ name, made, version }) => {
      const state = published ? `, published as version ${version}` : ', as a draft';
      return `${made ? 'New' : 'Changed'}: ${name}${state}`;
    }),
  );
  return exits.done;
}
