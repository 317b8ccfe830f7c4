import { z } from 'zod';
import type { Effect } from './action.ts';
import type { Control } from './control.ts';
import type { Json } from './json.ts';
import { listPorts, type NodeType, toTypeName } from './node-type.ts';

/** A node as the designer knows it: plain JSON. */
export interface NodeDescriptor {
  readonly type: string;
  readonly kind: NodeType['kind'];
  readonly title: string;
  readonly summary: string;
  readonly fr: { readonly title: string; readonly summary: string };
  readonly keywords: readonly string[];
  readonly ports: readonly string[];
  /** Ports that are there only when a field of the configuration is set: port → field. */
  readonly optionalPorts?: Readonly<Record<string, string>>;
  /** For controls: what they wait for besides people and time. */
  readonly waitsFor?: 'callback' | 'flow';
  /** JSON Schema of the configuration; `undefined` when there is nothing to configure. */
  readonly config?: Json;
  readonly input?: Json;
  readonly output?: Json;
  /** For triggers: what makes them start. */
  readonly start?: 'webhook' | 'poll' | 'manual' | 'schedule' | 'file' | 'flow' | 'platform';
  /** For control nodes: whether they hand on what came in, or what they were given. */
  readonly passes?: 'incoming' | 'input';
  /** For actions. */
  readonly effect?: Effect;
  /** The id of the system that a connection is needed for. */
  readonly auth?: string;
}

function toJsonSchema(schema: z.ZodType | undefined, io: 'input' | 'output'): Json | undefined {
  if (schema === undefined) return undefined;
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;
}

export function describeNode(node: NodeType): NodeDescriptor {
  const config = toJsonSchema('config' in node ? node.config : undefined, 'input');
  const input = toJsonSchema('input' in node ? node.input : undefined, 'input');
  const output = toJsonSchema('output' in node ? node.output : undefined, 'output');
  return {
    type: toTypeName(node),
    kind: node.kind,
    title: node.title,
    summary: node.summary,
    fr: node.fr,
    keywords: node.keywords ?? [],
    ports: listPorts(node),
    ...(node.kind === 'control' ? describeControl(node) : {}),
    ...(config === undefined ? {} : { config }),
    ...(input === undefined ? {} : { input }),
    ...(output === undefined ? {} : { output }),
    ...(node.kind === 'trigger' ? { start: node.start } : {}),
    ...(node.kind === 'action' ? { effect: node.effect } : {}),
    ...('auth' in node && node.auth !== undefined ? { auth: node.auth.id } : {}),
  };
}

function describeControl({
  optionalPorts,
  waitsFor,
  passes,
}: Control): Pick<NodeDescriptor, 'optionalPorts' | 'waitsFor' | 'passes'> {
  return {
    ...(passes === undefined ? {} : { passes }),
    ...(optionalPorts === undefined ? {} : { optionalPorts }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  };
}
