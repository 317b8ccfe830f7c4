import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FlowDocument } from '@invoicepatch/sdk';
import type { Connection, Fields, FlowSummary } from '../api.ts';
import { nameConnections, toSlug, toTestFile, toText } from '../flow-file.ts';
import type { Session } from '../session.ts';
import { type Exit, exits } from '../trouble.ts';
import { findFlow } from './flows.ts';

/** Names of files, each once: two flows of one name get a piece of their ids. */
function toFileNames(flows: readonly FlowSummary[]): ReadonlyMap<string, string> {
  const slugs = flows.map(({ name }) => toSlug(name));
  return new Map(
    flows.map(({ id, name }) => {
      const slug = toSlug(name);
      const alone = slugs.filter((each) => each === slug).length === 1;
      return [id, `${alone ? slug : `${slug}-${id.slice(0, 8)}`}.flow.json`] as const;
    }),
  );
}

export async function exportFlows(session: Session): Promise<Exit> {
  const { api, given } = session;
  const named = given.words.slice(1);
  const all = await api.list<FlowSummary>('/flows?limit=200');
  const chosen = named.length === 0 ? all : await Promise.all(named.map((which) => findFlow(session, which)));
  const connections = await api.list<Connection>('/connections?limit=200');
  // Named among all flows, so that the same flow always gets the same file.
  const files = toFileNames(all);
  const dir = given.flags.dir ?? 'flows';
  await mkdir(dir, { recursive: true });
  const written: { id: string; file: string }[] = [];
  for (const { id, name } of chosen) {
    const { draft } = await api.get<{ draft: FlowDocument }>(`/flows/${id}`);
    const tests = (await api.list<Fields>(`/flows/${id}/tests`)).map(toTestFile);
    const file = join(dir, files.get(id) ?? `${toSlug(name)}.flow.json`);
    await writeFile(file, toText({ name, ...nameConnections(draft, connections), tests }));
    written.push({ id, file });
  }
  session.show(
    written,
    written.map(({ file }) => file),
  );
  return exits.done;
}
