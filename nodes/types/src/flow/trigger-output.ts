import type { FlowNode, Json, NodeDescriptor } from '@invoicepatch/sdk';
import { fromSample } from '../type/from-sample.ts';
import { fromSchema } from '../type/from-schema.ts';
import { anyValue, type Type } from '../type/type.ts';

function isObject(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a trigger hands to the flow: by its own configuration's `schema` or `sample`, else as its type says. */
export function payloadOf(node: FlowNode, descriptor: NodeDescriptor): Type {
  const { schema, sample } = node.config ?? {};
  if (isObject(schema)) return fromSchema(schema);
  if (sample !== undefined && sample !== null) return fromSample(sample);
  return descriptor.output === undefined ? anyValue : fromSchema(descriptor.output);
}
