import { type CheckSettings, checkInvoice } from './check-invoice.ts';
import type { CheckDocument } from './document.ts';
import { checkDocumentSchema } from './document.ts';
import type { Change, Finding } from './finding.ts';

/** A correction that was made, with the rule that asked for it. */
export interface AppliedChange extends Change {
  readonly rule: string;
}

export interface Corrected {
  readonly document: CheckDocument;
  /** Everything that was changed, in order: kept with the invoice. */
  readonly log: readonly AppliedChange[];
  /** What still stands. */
  readonly findings: readonly Finding[];
}

/** What follows from what: entries, a line's rate and quantity, its amount, and then down the foot of the invoice. */
const stages = [
  /^time_entries/,
  /^invoice\.lines\[\d+\]\.(?:qty|rate)/,
  /^invoice\.lines/,
  /^invoice\.subtotal/,
  /^invoice\.holdback/,
  /^invoice\.taxes/,
  /^invoice\.total/,
];

/** Each round settles one stage; a correction never moves an earlier one, so more rounds than these are not needed. */
const mostRounds = 2 * stages.length;

function stageOf(changes: readonly Change[]): number {
  const places = changes.map(({ path }) => stages.findIndex((stage) => stage.test(path)));
  return Math.min(...places.map((at) => (at === -1 ? 0 : at)));
}

type Tree = unknown[] | Record<string, unknown>;

function isTree(value: unknown): value is Tree {
  return typeof value === 'object' && value !== null;
}

function stepsOf(path: string): readonly string[] {
  return path.replaceAll(/\[(\d+)\]/g, '.$1').split('.');
}

/** A copy with one field set; everything beside the path is shared. */
function withField(tree: unknown, [step = '', ...rest]: readonly string[], value: unknown): unknown {
  if (!isTree(tree)) return tree;
  const copy = Array.isArray(tree) ? [...tree] : { ...tree };
  const before: unknown = Reflect.get(copy, step);
  Reflect.set(copy, step, rest.length === 0 ? value : withField(before, rest, value));
  return copy;
}

/** The proposals of the earliest stage that has any, none of which touches what another has touched. */
function chooseRound(findings: readonly Finding[], chosen: ReadonlySet<string>): readonly AppliedChange[] {
  const open = findings.flatMap(({ rule, proposal }) => {
    const changes = proposal?.changes ?? [];
    return chosen.has(rule) && changes.length > 0 ? [{ rule, changes, stage: stageOf(changes) }] : [];
  });
  const first = Math.min(...open.map(({ stage }) => stage));
  const touched = new Set<string>();
  return open.flatMap(({ rule, changes, stage }) => {
    if (stage > first || changes.some(({ path }) => touched.has(path))) return [];
    for (const { path } of changes) touched.add(path);
    return changes.map((change) => ({ rule, ...change }));
  });
}

/**
 * Makes the proposed corrections of the chosen rules, and of those again that follow from them, until nothing is left to
 * correct. Nothing is changed that is not in the log.
 */
export function applyProposals(
  document: CheckDocument,
  rules: readonly string[],
  settings: CheckSettings = {},
): Corrected {
  const chosen = new Set(rules);
  const log: AppliedChange[] = [];
  let current = document;
  let findings = checkInvoice(current, settings);
  for (let round = 0; round < mostRounds; round += 1) {
    const changes = chooseRound(findings, chosen);
    if (changes.length === 0) break;
    const changed = changes.reduce<unknown>((tree, { path, to }) => withField(tree, stepsOf(path), to), current);
    const parsed = checkDocumentSchema.safeParse(changed);
    // A correction too large to be written down is left to a person.
    if (!parsed.success) break;
    log.push(...changes);
    current = parsed.data;
    findings = checkInvoice(current, settings);
  }
  return { document: current, log, findings };
}
