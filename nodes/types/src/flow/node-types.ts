import type { FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import { type Inferred, inferExpression } from '../expression/infer-expression.ts';
import type { Finding } from '../finding/finding.ts';
import { inferRule } from '../rule/infer-rule.ts';
import { checkTarget } from '../target/check-target.ts';
import { join } from '../type/join.ts';
import { anything, anyValue, isNever, nullType, present, type Type, without } from '../type/type.ts';
import { findProgram, type NodeProgram } from './programs.ts';
import type { Placed, Scene } from './scene.ts';
import { payloadOf } from './trigger-output.ts';

/** What goes into a node and comes out of it. */
export interface NodeTypes {
  /** What the nodes before it hand over. */
  readonly incoming: Type;
  /** What its `input` makes of that: what it is given. */
  readonly given: Type;
  /** By any way out. */
  readonly output: Type;
  /** Of the program in its configuration. */
  readonly result?: Type;
  /** What it takes, when it says so. */
  readonly target?: Type;
  readonly variables: Readonly<Record<string, Type>>;
}

/** As JSON: a step that gives nothing hands on null, and functions stay behind. */
function asJson(type: Type): Type {
  const data = without(present(type), 'functions');
  if (type.any) return anyValue;
  if (isNever(data)) return type.missing || type.functions ? nullType : anyValue;
  return type.missing || type.functions ? join(data, nullType) : data;
}

interface Field {
  readonly node: FlowNode;
  readonly field: string;
  readonly scene: Scene;
}

function reportAll(findings: readonly Finding[], { node, field, scene }: Field): void {
  for (const finding of findings) scene.report({ ...finding, nodeId: node.id, field });
}

function checkGiven(given: Type, target: Type, { inferred, ...field }: Field & { inferred?: Inferred }): void {
  const findings = checkTarget({
    given,
    type: target,
    language: field.scene.language,
    node: inferred?.root,
    rangeOf: (piece) =>
      piece === undefined
        ? (inferred?.inference.ranges.whole ?? { start: 0, end: 0 })
        : (inferred?.inference.ranges.of(piece) ?? { start: 0, end: 0 }),
  });
  reportAll(findings, field);
}

function inferGiven(node: FlowNode, target: Type | undefined, scene: Scene): Type {
  const field = { node, field: 'input', scene };
  const { incoming, variables, language, effort } = scene;
  if (node.input === undefined) {
    if (target !== undefined) checkGiven(incoming, target, field);
    return asJson(incoming);
  }
  const inferred = inferExpression(node.input, { input: incoming, variables, language, effort });
  reportAll(inferred.findings, field);
  if (target !== undefined) checkGiven(inferred.type, target, { ...field, inferred });
  return asJson(inferred.type);
}

function inferProgram(program: NodeProgram, given: Type, { node, scene }: { node: FlowNode; scene: Scene }): Type {
  const { variables, language, effort } = scene;
  const field = { node, field: program.field, scene };
  if (program.value === undefined) return anything;
  if (program.language === 'json-logic') {
    const { type, findings } = inferRule(program.value, { input: given, language });
    reportAll(findings, field);
    return type;
  }
  if (typeof program.value !== 'string') return anything;
  const { type, findings } = inferExpression(program.value, { input: given, variables, language, effort });
  reportAll(findings, field);
  return type;
}

function evaluationOutput(descriptor: NodeDescriptor, result: Type, { incoming }: Scene): Type {
  return descriptor.ports.length > 1 ? asJson(incoming) : asJson(result);
}

function declared({ output }: NodeDescriptor, { schemas }: Scene): Type {
  return output === undefined ? anyValue : schemas.of(output, 'output');
}

/** What a control hands on: it says so itself, else it may be anything. */
function controlOutput(descriptor: NodeDescriptor, given: Type, scene: Scene): Type {
  if (descriptor.passes === 'incoming') return asJson(scene.incoming);
  if (descriptor.passes === 'input') return given;
  return declared(descriptor, scene);
}

/** Types of one node whose neighbours before are known. A loop's output is for whoever walks its body. */
export function inferNode({ node, descriptor }: Placed, scene: Scene): NodeTypes {
  const { incoming, variables } = scene;
  if (descriptor === undefined) return { incoming, given: anything, output: anyValue, variables };
  if (descriptor.kind === 'trigger') {
    const output = payloadOf(node, descriptor);
    return { incoming: output, given: output, output, variables };
  }
  const target = descriptor.input === undefined ? undefined : scene.schemas.of(descriptor.input, 'input');
  const given = inferGiven(node, target, scene);
  const known = { incoming, given, variables, ...(target === undefined ? {} : { target }) };
  const program = findProgram(node, descriptor);
  const runs = descriptor.kind === 'evaluation' || descriptor.kind === 'loop';
  if (runs && program !== undefined) {
    const result = inferProgram(program, given, { node, scene });
    return { ...known, result, output: evaluationOutput(descriptor, result, scene) };
  }
  if (descriptor.kind === 'control') return { ...known, output: controlOutput(descriptor, given, scene) };
  return { ...known, output: declared(descriptor, scene) };
}
