import { childrenOf, type Node, parse } from '@invoicepatch/jsonata/syntax';
import type { Finding } from '../finding/finding.ts';
import { say } from '../finding/sentences.ts';
import { builtIns } from '../functions/built-ins.ts';
import type { Language } from '../type/show.ts';
import { anything, type Type } from '../type/type.ts';
import type { At } from './at.ts';
import { infer } from './infer.ts';
import { type Effort, Inference, type Seen } from './inference.ts';
import { Scope } from './scope.ts';

export interface Surroundings {
  /** `$` */
  readonly input: Type;
  /** By name without the dollar sign: `nodes`, `trigger`, `parameters`, … */
  readonly variables?: Readonly<Record<string, Type>>;
  readonly language?: Language;
  /** Shared by what is looked at together. */
  readonly effort?: Effort;
}

export interface Inferred {
  readonly type: Type;
  readonly findings: readonly Finding[];
  /** What was known at each piece; empty when the expression can't be read. */
  readonly seen: readonly Seen[];
  readonly inference: Inference;
  readonly root: Node | undefined;
}

/** Deeper expressions would take the stack; they are not looked into. */
const depthLimit = 300;

function depthOf(root: Node): number {
  let depth = 0;
  for (let level: readonly Node[] = [root]; level.length > 0 && depth <= depthLimit; level = level.flatMap(childrenOf))
    depth += 1;
  return depth;
}

/** Names that paths bind with `@` and `#`: a path within a path hands them on to where they can't be followed. */
function boundInPaths(root: Node): readonly string[] {
  const names: string[] = [];
  for (let level: readonly Node[] = [root]; level.length > 0; level = level.flatMap(childrenOf)) {
    for (const { focus, index, type, value } of level) {
      names.push(...[focus, index].filter((name) => name !== undefined));
      if (type === 'index' && typeof value === 'string') names.push(value);
    }
  }
  return names;
}

function problemOf(thrown: unknown): { readonly message: string; readonly position: number | undefined } {
  const { message, position } = Object(thrown) as { message?: unknown; position?: unknown };
  return {
    message: typeof message === 'string' ? message : String(thrown),
    position: typeof position === 'number' ? position : undefined,
  };
}

function unreadable(source: string, thrown: unknown, language: Language): Inferred {
  const { message, position } = problemOf(thrown);
  const end = Math.min(source.length, position ?? source.length);
  const range = { start: Math.max(0, end - 1), end };
  const text = say('syntax', language, { reason: message });
  const inference = new Inference(source, { language }, infer);
  const finding: Finding = { severity: 'error', code: 'flow.bad-expression', range, message: text, throws: true };
  return { type: anything, findings: [finding], seen: [], inference, root: undefined };
}

/**
 * The type of a JSONata expression's value for every input of a type, and what is wrong with it. Never throws: what
 * can't be read is a finding. A value that evaluation gives is always in the type; an error marked `throws` always does.
 */
export function inferExpression(
  source: string,
  { input, variables = {}, language = 'en', effort }: Surroundings,
): Inferred {
  let root: Node;
  try {
    root = parse(source);
  } catch (thrown) {
    return unreadable(source, thrown, language);
  }
  const inference = new Inference(source, { language, effort }, infer);
  if (depthOf(root) > depthLimit) return { type: anything, findings: [], seen: [], inference, root };
  const bound = Object.fromEntries(boundInPaths(root).map((name) => [name, anything]));
  const outer = new Scope(new Scope(undefined, builtIns), { ...bound, $: input, ...variables });
  const at: At = {
    input,
    isRoot: true,
    scope: new Scope(outer),
    sure: true,
    straight: true,
    probing: false,
    present: new Set(),
  };
  const type = inference.infer(root, at);
  inference.finish();
  return { type, findings: inference.findings(), seen: inference.listSeen(), inference, root };
}
