import type { FlowDocument } from '@invoicepatch/sdk';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import type { Problem } from '../check/problem.ts';
import { type CompileTools, compileDocument } from '../rehearsal/compile-document.ts';
import type { Finding } from './judge.ts';
import { runTest } from './run-test.ts';
import type { StoredTest, TestCase } from './test-case.ts';
import type { FlowPlace, TestStore } from './test-store.ts';

/** Tests that run side by side: the sandbox serves real runs as well. */
const atOnce = 4;

export interface TestResult {
  readonly id: string;
  readonly name: string;
  readonly passed: boolean;
  readonly findings: readonly Finding[];
}

/** The tests of flows: kept, and run on whatever document is to be judged. */
export class FlowTests {
  readonly store: TestStore;
  readonly #tools: CompileTools;

  constructor(store: TestStore, tools: CompileTools) {
    this.store = store;
    this.#tools = tools;
  }

  async run(place: FlowPlace, document: FlowDocument): Promise<readonly TestResult[]> {
    return this.#runAll(place, document, await this.store.list(place));
  }

  /** Runs one that need not be kept. */
  async tryOut(place: FlowPlace, document: FlowDocument, test: TestCase): Promise<readonly Finding[]> {
    const plan = await compileDocument(this.#tools, place.tenantId, document);
    return runTest(this.#tools.sandbox, place, { plan, test });
  }

  /** What keeps a document from being published: each red test with the first thing that it found. */
  async findProblems(place: FlowPlace, document: FlowDocument): Promise<readonly Problem[]> {
    const results = await this.run(place, document);
    return results.filter(({ passed }) => !passed).map(toProblem);
  }

  async #runAll(
    place: FlowPlace,
    document: FlowDocument,
    tests: readonly StoredTest[],
  ): Promise<readonly TestResult[]> {
    if (tests.length === 0) return [];
    const plan = await compileDocument(this.#tools, place.tenantId, document);
    const results: TestResult[] = [];
    for (let at = 0; at < tests.length; at += atOnce) {
      const batch = tests.slice(at, at + atOnce).map(async (test) => {
        const findings = await runTest(this.#sandbox, place, { plan, test });
        return { id: test.id, name: test.name, passed: findings.length === 0, findings };
      });
      results.push(...(await Promise.all(batch)));
    }
    return results;
  }

  get #sandbox(): Sandbox {
    return this.#tools.sandbox;
  }
}

function toProblem({ id, name, findings }: TestResult): Problem {
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return {
    nodeId:
      first?.step
        ?.split('.')
        .at(-1)
        ?.replace(/\[\d+\]$/, '') ?? null,
    path: `tests.${id}`,
    code: 'flow.test-failed',
    message: `The test “${name}” is red: ${first?.message ?? ''}${more}`,
  };
}
