import type { Inspection } from '../../sandbox/sandbox.ts';
import { ancestors, toGraph } from './graph.ts';
import type { Problem } from './problem.ts';
import { type PlacedProgram, programKey } from './programs.ts';
import { nameOf, type Scope } from './scope.ts';

/** What the sandbox found out, by `programKey`. */
export type Inspections = ReadonlyMap<string, Inspection>;

/** What has surely been told of before a node runs: the nodes before it, and those before the loops around it. */
function earlierNodes(nodeId: string, scope: Scope): ReadonlySet<string> {
  const before = ancestors(toGraph(scope), nodeId);
  if (scope.within === undefined) return before;
  return new Set([...before, ...earlierNodes(scope.within.loop.id, scope.within.scope)]);
}

function problemsOfReferences({ node, scope, path }: PlacedProgram, references: readonly string[]): Problem[] {
  if (references.length === 0) return [];
  const earlier = earlierNodes(node.id, scope);
  return references
    .filter((id) => !earlier.has(id))
    .map((id) => ({
      nodeId: node.id,
      path,
      code: 'flow.unknown-reference',
      message: `$nodes.${id} names no node before ${nameOf(node)}. Before it come: ${[...earlier].join(', ') || 'none'}.`,
    }));
}

const everywhere = ['nodes', 'trigger', 'run', 'parameters'];
const inLoops = [...everywhere, 'item', 'index'];

function problemsOfVariables({ node, scope, path }: PlacedProgram, variables: readonly string[]): Problem[] {
  const known = scope.within === undefined ? everywhere : inLoops;
  return variables
    .filter((name) => !known.includes(name))
    .map((name) => ({
      nodeId: node.id,
      path,
      code: 'flow.unknown-variable',
      message: `${nameOf(node)} reads $${name}, which is nothing here. There are: ${known.map((each) => `$${each}`).join(', ')}.`,
    }));
}

function problemsOfProgram(placed: PlacedProgram, inspection: Inspection): Problem[] {
  if (inspection.ok) {
    const { nodes = [], variables } = inspection;
    return [...problemsOfReferences(placed, nodes), ...problemsOfVariables(placed, variables)];
  }
  const { node, path, program } = placed;
  const what = program.language === 'jsonata' ? 'expression' : 'rule';
  return [
    {
      nodeId: node.id,
      path,
      code: `flow.bad-${what}`,
      message: `The ${what} of ${nameOf(node)} can't be read: ${inspection.message}`,
      ...(inspection.position === undefined ? {} : { position: inspection.position }),
    },
  ];
}

/** Expressions and rules: whether they can be read, and whether what they name is there. */
export function checkPrograms(programs: readonly PlacedProgram[], inspections: Inspections): Problem[] {
  return programs.flatMap((placed) => {
    const inspection = inspections.get(programKey(placed.program));
    return inspection === undefined ? [] : problemsOfProgram(placed, inspection);
  });
}
