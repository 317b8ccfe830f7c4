import type { FlowFinding } from '@invoicepatch/types';
import type { Checked, Rounded } from '../typing/job.ts';
import type { Typed } from '../typing/type-thread.ts';
import type { Judgement, Problem } from './problem.ts';
import type { PlacedProgram } from './programs.ts';
import { nameOf } from './scope.ts';

/** Told by the other checks already, with what stands before the node. */
const toldElsewhere = new Set(['flow.bad-expression', 'flow.unknown-reference', 'flow.unknown-variable']);

function toProblem({ nodeId, field, code, message, range, path, fix }: FlowFinding): Problem {
  const place = field === 'input' ? 'input' : `config.${field}`;
  const isInText = range.end > range.start;
  return {
    nodeId,
    path: `nodes.${nodeId}.${place}`,
    code,
    message,
    ...(isInText ? { position: range.start, range } : {}),
    ...(path === undefined ? {} : { target: path }),
    ...(fix === undefined ? {} : { fix }),
  };
}

const reasons = {
  time: 'checking them would take too long. Split the flow, or its longest expressions.',
  failed: 'the flow is too large or too deeply nested for that. Split the flow, or its longest expressions.',
  busy: 'too many other flows are being checked. Check again in a moment.',
} as const;

function notChecked(why: keyof typeof reasons): Problem {
  const message = `The types of what flows from step to step were not checked: ${reasons[why]}`;
  return { nodeId: null, path: 'nodes', code: 'flow.types-not-checked', message };
}

/** A whole number that long names something, and is meant as text. */
const isId = (text: string) => /^\d+$/.test(text);

function toRounding({ node, path }: PlacedProgram, { offset, text }: Rounded): Problem {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  const range = { start: offset, end: offset + text.length };
  const advice = isId(text) ? 'If it names something, put it in quotes.' : 'Write fewer digits.';
  return {
    nodeId: node.id,
    path,
    code: 'flow.rounded-number',
    message: `${nameOf(node)} has the number ${shown}, which is read as ${Number(text)}: a number keeps about 15 digits. ${advice}`,
    position: offset,
    range,
    ...(isId(text) ? { fix: { range, insert: `"${text}"` } } : {}),
  };
}

/** The expressions of a flow, and each of their texts once, with the places where it stands. */
export function placesOf(programs: readonly PlacedProgram[]): ReadonlyMap<string, readonly PlacedProgram[]> {
  const places = new Map<string, PlacedProgram[]>();
  for (const placed of programs) {
    const { language, source } = placed.program;
    if (language !== 'jsonata') continue;
    const known = places.get(source);
    if (known === undefined) places.set(source, [placed]);
    else known.push(placed);
  }
  return places;
}

/**
 * Whether what flows from node to node fits: fields that aren't there, operands of the wrong kind, missing targets, and
 * numbers that lose digits. `places` are those whose texts were looked through.
 */
export function judgeTypes(typed: Typed, places: ReturnType<typeof placesOf>): Judgement {
  if (typed.outcome === 'stopped') return { problems: [], warnings: [notChecked(typed.why)] };
  const { findings, rounded }: Checked = JSON.parse(typed.text);
  const told = findings.filter(({ code }) => !toldElsewhere.has(code));
  const bySource = [...places.values()];
  const roundings = rounded.flatMap((each) => (bySource[each.source] ?? []).map((placed) => toRounding(placed, each)));
  return {
    problems: told.filter(({ severity }) => severity === 'error').map(toProblem),
    warnings: [...told.filter(({ severity }) => severity === 'warning').map(toProblem), ...roundings],
  };
}
