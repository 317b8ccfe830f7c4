import { type FlowNode, type NodeType, z } from '@invoicepatch/sdk';
import { parseCron } from '../schedule/cron.ts';
import type { Problem } from './problem.ts';
import { nameOf } from './scope.ts';

type Issue = z.core.$ZodIssue;

/** The configuration's schema, strict whether or not its author thought of it. */
function schemaOf(type: NodeType): z.ZodObject | undefined {
  if (!('config' in type) || type.config === undefined) return undefined;
  return type.config.def.catchall === undefined ? type.config.strict() : type.config;
}

/** The configuration with its defaults, or `undefined` when it can't be used; the problems say why. */
export function findConfig(node: FlowNode, type: NodeType): z.output<z.ZodObject> | undefined {
  const schema = schemaOf(type);
  return schema === undefined ? {} : schema.safeParse(node.config ?? {}).data;
}

function toPath(start: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    start,
  );
}

function titleOf(schema: z.ZodObject, field: PropertyKey | undefined): string {
  const found = typeof field === 'string' ? schema.shape[field] : undefined;
  const title = found instanceof z.ZodType ? found.meta()?.title : undefined;
  return title ?? String(field ?? 'configuration');
}

function isAbsent(issue: Issue, config: unknown): boolean {
  const value = issue.path.reduce<unknown>(
    (inner, part) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, part) : undefined),
    config,
  );
  return value === undefined;
}

function toProblems(issue: Issue, node: FlowNode, schema: z.ZodObject): Problem[] {
  const start = `nodes.${node.id}.config`;
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      nodeId: node.id,
      path: toPath(start, [...issue.path, key]),
      code: 'flow.unknown-config-field',
      message: `${nameOf(node)} knows no setting "${key}". Remove it, or correct its name.`,
    }));
  }
  const at = { nodeId: node.id, path: toPath(start, issue.path) };
  const title = titleOf(schema, issue.path[0]);
  if (isAbsent(issue, node.config ?? {})) {
    const message = `"${title}" of ${nameOf(node)} is missing. Fill it in.`;
    return [{ ...at, code: 'flow.missing-config', message }];
  }
  return [{ ...at, code: 'flow.bad-config', message: `"${title}" of ${nameOf(node)} can't be used: ${issue.message}` }];
}

const scheduleConfig = z.object({ cron: z.string() });

function problemsOfSchedule(node: FlowNode, config: z.output<z.ZodObject>): Problem[] {
  const cron = parseCron(scheduleConfig.parse(config).cron);
  if (cron.ok) return [];
  const path = `nodes.${node.id}.config.cron`;
  const message = `The schedule of ${nameOf(node)} can't be read: ${cron.problem}`;
  return [{ nodeId: node.id, path, code: 'flow.bad-schedule', message }];
}

/** What a node is: its configuration, against its own schema. */
export function checkConfig(node: FlowNode, type: NodeType): Problem[] {
  const schema = schemaOf(type);
  if (schema === undefined) {
    const keys = Object.keys(node.config ?? {});
    return keys.map((key) => ({
      nodeId: node.id,
      path: `nodes.${node.id}.config.${key}`,
      code: 'flow.unknown-config-field',
      message: `${nameOf(node)} has nothing to set. Remove "${key}".`,
    }));
  }
  const parsed = schema.safeParse(node.config ?? {});
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => toProblems(issue, node, schema));
  return type.kind === 'trigger' && type.start === 'schedule' ? problemsOfSchedule(node, parsed.data) : [];
}
