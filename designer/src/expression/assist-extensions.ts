import {
  autocompletion,
  type Completion as Choice,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import { type Action, type Diagnostic, linter, lintGutter } from '@codemirror/lint';
import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip } from '@codemirror/view';
import type { CompletionItem, Finding, Hover } from '@invoicepatch/types';
import type { Look } from './assist-question.ts';

/** What the editor asks of whoever knows types. Texts are those of the moment. */
export interface Assist {
  complete(text: string, offset: number): Promise<readonly CompletionItem[]>;
  hover(text: string, offset: number): Promise<Hover | undefined>;
  look(text: string): Promise<Look | undefined>;
  /** Label of the button that mends a finding. */
  readonly mend: string;
}

const choiceTypes: Readonly<Record<CompletionItem['kind'], string>> = {
  field: 'property',
  function: 'function',
  variable: 'variable',
  node: 'class',
  keyword: 'keyword',
};

function describe({ type, detail }: CompletionItem): Node {
  const box = document.createElement('div');
  const line = (text: string, className: string) => {
    if (text === '') return;
    const part = box.appendChild(document.createElement('div'));
    part.className = className;
    part.textContent = text;
  };
  line(detail, 'ip-doc');
  line(type, 'ip-type');
  return box;
}

function toChoice(item: CompletionItem, index: number): Choice {
  return {
    label: item.label,
    type: choiceTypes[item.kind],
    detail: item.kind === 'function' ? '' : item.type,
    apply: item.insert,
    boost: Math.max(-99, 50 - index),
    ...(item.detail === '' ? {} : { info: () => describe(item) }),
  };
}

async function findChoices(context: CompletionContext, assist: Assist): Promise<CompletionResult | null> {
  const before = context.matchBefore(/[$\p{L}\p{N}_`]+$|\.$/u);
  if (before === null && !context.explicit) return null;
  const items = await assist.complete(context.state.doc.toString(), context.pos);
  const [first] = items;
  if (first === undefined || context.aborted) return null;
  return { from: first.range.start, options: items.map(toChoice), validFor: /^[$\p{L}\p{N}_]*$/u };
}

function toDiagnostic(finding: Finding, { length, mend }: { length: number; mend: string }): Diagnostic {
  const { fix, range, severity, message } = finding;
  const actions: Action[] =
    fix === undefined
      ? []
      : [
          {
            name: mend,
            apply: (view: EditorView) =>
              view.dispatch({ changes: { from: fix.range.start, to: fix.range.end, insert: fix.insert } }),
          },
        ];
  const to = Math.min(length, Math.max(range.end, range.start + 1));
  return { from: Math.min(range.start, to), to, severity, message, actions };
}

/** Completion, types of what the pointer is on, and findings beside the lines. */
export function assistWith(assist: Assist): Extension {
  return [
    autocompletion({ override: [(context) => findChoices(context, assist)], icons: true, closeOnBlur: true }),
    linter(
      async ({ state }) => {
        const text = state.doc.toString();
        const looked = text.trim() === '' ? undefined : await assist.look(text);
        return (looked?.findings ?? []).map((each) => toDiagnostic(each, { length: text.length, mend: assist.mend }));
      },
      { delay: 400 },
    ),
    lintGutter(),
    hoverTooltip(async (view, pos) => {
      const found = await assist.hover(view.state.doc.toString(), pos);
      if (found === undefined) return null;
      const dom = describe({ ...found, label: '', kind: 'field', insert: '' }) as HTMLElement;
      dom.className = 'ip-hover';
      return { pos: found.range.start, end: found.range.end, above: true, create: () => ({ dom }) };
    }),
  ];
}
