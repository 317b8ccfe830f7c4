import type { FlowNode, NodeType, Program } from '@invoicepatch/sdk';
import type { Catalog } from '../../catalog/catalog.ts';
import { findConfig } from './check-config.ts';
import type { Scope } from './scope.ts';

/** Something that a person wrote to be evaluated, and where it stands. */
export interface PlacedProgram {
  readonly node: FlowNode;
  readonly scope: Scope;
  readonly path: string;
  readonly program: Program;
}

/** Programs with the same key are the same program. */
export function programKey({ language, source }: Program): string {
  return `${language}\n${source}`;
}

function fieldOf(config: Readonly<Record<string, unknown>>, source: string): string {
  const field = Object.keys(config).find((name) => config[name] === source);
  return field === undefined ? '' : `.${field}`;
}

function configPrograms(node: FlowNode, type: NodeType): { readonly path: string; readonly program: Program }[] {
  if (type.kind !== 'evaluation' && type.kind !== 'loop') return [];
  const config = findConfig(node, type);
  if (config === undefined) return [];
  const start = `nodes.${node.id}.config`;
  if (type.kind === 'evaluation') return [{ path: `${start}.${type.field}`, program: type.program(config) }];
  const program = type.items(config);
  return [{ path: start + fieldOf(config, program.source), program }];
}

function programsOf(node: FlowNode, scope: Scope, type: NodeType): PlacedProgram[] {
  const found = configPrograms(node, type);
  if (node.input !== undefined) {
    found.push({ path: `nodes.${node.id}.input`, program: { language: 'jsonata', source: node.input } });
  }
  return found.map((each) => ({ node, scope, ...each }));
}

/** Every expression and rule of the flow whose text can be told. */
export function listPrograms(scopes: readonly Scope[], catalog: Catalog): readonly PlacedProgram[] {
  return scopes.flatMap((scope) =>
    scope.nodes.flatMap((node) => {
      const type = catalog.find(node.type);
      return type === undefined ? [] : programsOf(node, scope, type);
    }),
  );
}
