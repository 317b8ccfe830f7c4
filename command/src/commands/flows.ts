import type { FlowSummary } from '../api.ts';
import { wordAt } from '../given.ts';
import { type Session, toTable } from '../session.ts';
import { type Exit, exits, Trouble } from '../trouble.ts';

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A flow by its id or its exact name. Two of one name are told apart by their ids only. */
export async function findFlow({ api }: Session, which: string): Promise<FlowSummary> {
  if (uuid.test(which)) return api.get<FlowSummary>(`/flows/${which}`);
  const found = await api.list<FlowSummary>(`/flows?limit=200&search=${encodeURIComponent(which)}`);
  const exact = found.filter(({ name }) => name === which);
  const [only] = exact;
  if (only !== undefined && exact.length === 1) return only;
  const why = exact.length === 0 ? 'There is no flow called' : `There are ${exact.length} flows called`;
  throw new Trouble(exits.refused, `${why} ${which}. "invoicepatch flows" lists them with their ids.`);
}

export async function showFlows(session: Session): Promise<Exit> {
  const flows = await session.api.list<FlowSummary>('/flows?limit=200');
  const rows = flows.map(({ id, name, state, version }) => [id, state, version === null ? '-' : `v${version}`, name]);
  session.show(flows, toTable(rows));
  return exits.done;
}

export async function publishFlow(session: Session): Promise<Exit> {
  const { id } = await findFlow(session, wordAt(session.given, 1, 'publish FLOW'));
  const published = await session.api.send<FlowSummary>('POST', `/flows/${id}/publish`);
  session.show(published, [`${published.name} runs as version ${published.version} now.`]);
  return exits.done;
}

interface TestResult {
  readonly name: string;
  readonly passed: boolean;
  readonly findings: readonly { readonly message: string }[];
}

export async function testFlow(session: Session): Promise<Exit> {
  const { id } = await findFlow(session, wordAt(session.given, 1, 'test FLOW'));
  const { results } = await session.api.send<{ results: TestResult[] }>('POST', `/flows/${id}/tests/run`, {});
  const lines = results.flatMap(({ name, passed, findings }) => [
    `${passed ? 'green' : 'RED  '}  ${name}`,
    ...findings.map(({ message }) => `       ${message}`),
  ]);
  session.show(results, lines.length === 0 ? ['This flow has no tests.'] : lines);
  return results.every(({ passed }) => passed) ? exits.done : exits.refused;
}
