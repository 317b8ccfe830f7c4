import type { FlowNode } from '@invoicepatch/sdk';
import { Ancestry } from '../../execution/graph/ancestry.ts';
import { sortNodes } from '../../execution/graph/sort-nodes.ts';
import { nounOf } from '../../sandbox/expression-fault.ts';
import type { Inspection } from '../../sandbox/sandbox.ts';
import type { Problem } from './problem.ts';
import { type PlacedProgram, programKey } from './programs.ts';
import { nameOf, type Scope } from './scope.ts';

/** What the sandbox found out, by `programKey`. */
export type Inspections = ReadonlyMap<string, Inspection>;

/** Who comes before whom, worked out once for each level. Nodes in circles are left out; circles are told of elsewhere. */
class Order {
  readonly #levels = new Map<Scope, Ancestry>();

  #of(scope: Scope): Ancestry {
    const known = this.#levels.get(scope) ?? new Ancestry(sortNodes(scope.nodes, scope.edges), scope.edges);
    this.#levels.set(scope, known);
    return known;
  }

  /** Whether a node has surely come before another: on its own level, or before one of the loops around it. */
  isEarlier(id: string, node: FlowNode, scope: Scope): boolean {
    if (this.#of(scope).isBefore(id, node.id)) return true;
    return scope.within !== undefined && this.isEarlier(id, scope.within.loop, scope.within.scope);
  }

  list(node: FlowNode, scope: Scope): readonly string[] {
    const here = this.#of(scope).list(node.id);
    return scope.within === undefined ? here : [...here, ...this.list(scope.within.loop, scope.within.scope)];
  }
}

/** Names told to somebody who mistyped one. */
const toldNames = 20;

function problemsOfReferences(
  { node, scope, path }: PlacedProgram,
  references: readonly string[],
  order: Order,
): Problem[] {
  return references
    .filter((id) => !order.isEarlier(id, node, scope))
    .map((id) => ({
      nodeId: node.id,
      path,
      code: 'flow.unknown-reference',
      message: `$nodes.${id} names no node before ${nameOf(node)}. Before it come: ${order.list(node, scope).slice(0, toldNames).join(', ') || 'none'}.`,
    }));
}

const everywhere = ['nodes', 'trigger', 'run', 'parameters', 'callbacks'];
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

const codeOf = {
  jsonata: 'flow.bad-expression',
  'json-logic': 'flow.bad-rule',
  javascript: 'flow.bad-code',
} as const;

function problemsOfProgram(placed: PlacedProgram, inspection: Inspection, order: Order): Problem[] {
  if (inspection.ok) {
    const { nodes = [], variables } = inspection;
    return [...problemsOfReferences(placed, nodes, order), ...problemsOfVariables(placed, variables)];
  }
  const { node, path, program } = placed;
  const what = nounOf[program.language];
  return [
    {
      nodeId: node.id,
      path,
      code: codeOf[program.language],
      message: `The ${what} of ${nameOf(node)} can't be read: ${inspection.message}`,
      ...(inspection.position === undefined ? {} : { position: inspection.position }),
    },
  ];
}

/** Expressions and rules: whether they can be read, and whether what they name is there. */
export function checkPrograms(programs: readonly PlacedProgram[], inspections: Inspections): Problem[] {
  const order = new Order();
  return programs.flatMap((placed) => {
    const inspection = inspections.get(programKey(placed.program));
    return inspection === undefined ? [] : problemsOfProgram(placed, inspection, order);
  });
}
