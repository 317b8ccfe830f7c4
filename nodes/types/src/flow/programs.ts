import type { FlowNode, Json, NodeDescriptor } from '@invoicepatch/sdk';

/** What a person wrote into a node's configuration to be evaluated. */
export interface NodeProgram {
  readonly field: string;
  readonly language: 'jsonata' | 'json-logic';
  readonly value: Json | undefined;
}

function propertiesOf(schema: Json | undefined): readonly (readonly [string, Json])[] {
  const properties = Reflect.get(Object(schema), 'properties') as unknown;
  return typeof properties === 'object' && properties !== null
    ? Object.entries(properties as Record<string, Json>)
    : [];
}

/** The field that holds the node's program, as its configuration's schema says by `format`. */
export function findProgram(node: FlowNode, descriptor: NodeDescriptor): NodeProgram | undefined {
  for (const [field, property] of propertiesOf(descriptor.config)) {
    const format: unknown = Reflect.get(Object(property), 'format');
    if (format !== 'jsonata' && format !== 'json-logic') continue;
    const standard: Json | undefined = Reflect.get(Object(property), 'default') as Json | undefined;
    return { field, language: format, value: node.config?.[field] ?? standard };
  }
  return undefined;
}

/** Whether something that the node evaluates reads `$nodes`. A loop's body is asked for itself. */
export function mentionsSteps(node: FlowNode, descriptor: NodeDescriptor | undefined): boolean {
  const program = descriptor === undefined ? undefined : findProgram(node, descriptor);
  const own = typeof program?.value === 'string' ? program.value : '';
  return own.includes('$nodes') || (node.input?.includes('$nodes') ?? false);
}
