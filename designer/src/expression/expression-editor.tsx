import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { javascriptLanguage } from '@codemirror/lang-javascript';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, placeholder } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { showPlaceEvent } from '../form/code-place.ts';
import { type Assist, assistWith } from './assist-extensions.ts';
import { editorTheme } from './editor-theme.ts';
import { codeColours, jsonataLanguage } from './jsonata-language.ts';

export interface EditorProps {
  readonly name: string;
  readonly value: string;
  readonly hint: string;
  readonly disabled: boolean;
  /** Ids of the elements that name and describe the field. */
  readonly label: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
  /** What the text is written in; JSONata unless it says otherwise. */
  readonly language?: 'jsonata' | 'javascript' | undefined;
  /** Whoever knows what can stand here, if anybody does. */
  readonly assist: Assist | undefined;
  onChange(value: string): void;
}

function labelsOf({ name, label, describedBy, invalid, disabled }: EditorProps): Extension {
  return EditorView.contentAttributes.of({
    'aria-label': label,
    'data-code': name,
    spellcheck: 'false',
    autocapitalize: 'off',
    ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
    ...(invalid ? { 'aria-invalid': 'true' } : {}),
    ...(disabled ? { 'aria-disabled': 'true', tabindex: '0' } : {}),
  });
}

/** Tab is left to the browser: it leads out of the field. */
function basics(latest: { readonly current: EditorProps }): Extension {
  return [
    history(),
    drawSelection(),
    bracketMatching(),
    closeBrackets(),
    indentUnit.of('  '),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
    EditorView.lineWrapping,
    latest.current.language === 'javascript' ? javascriptLanguage : jsonataLanguage,
    codeColours,
    editorTheme,
    EditorView.updateListener.of(({ docChanged, state }) => {
      const text = state.doc.toString();
      if (docChanged && text !== latest.current.value) latest.current.onChange(text);
    }),
  ];
}

function startEditor(
  parent: HTMLElement,
  latest: { readonly current: EditorProps },
  changing: Compartment,
): EditorView {
  const { value, hint, assist } = latest.current;
  const state = EditorState.create({
    doc: value,
    extensions: [
      basics(latest),
      placeholder(hint),
      assist === undefined ? [] : assistWith(assist),
      changing.of(changingOf(latest.current)),
    ],
  });
  return new EditorView({ state, parent });
}

function changingOf(props: EditorProps): Extension {
  return [labelsOf(props), EditorState.readOnly.of(props.disabled), EditorView.editable.of(!props.disabled)];
}

/** Brings a sign of the expression into sight and puts the cursor there, when somebody asks for it. */
function listenForPlaces(view: EditorView): () => void {
  const show = (event: Event) => {
    const position = event instanceof CustomEvent ? Number(event.detail) : 0;
    const at = Math.min(Math.max(0, position), view.state.doc.length);
    view.focus();
    view.dispatch({ selection: { anchor: at, head: Math.min(at + 1, view.state.doc.length) }, scrollIntoView: true });
  };
  view.contentDOM.addEventListener(showPlaceEvent, show);
  return () => view.contentDOM.removeEventListener(showPlaceEvent, show);
}

/** An expression or a few lines of JavaScript: with colours, and what is known of it. */
export function ExpressionEditor(props: EditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const changing = useRef(new Compartment());
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (place.current === null) return;
    const started = startEditor(place.current, latest, changing.current);
    view.current = started;
    const stop = listenForPlaces(started);
    return () => {
      stop();
      started.destroy();
    };
  }, []);
  const { value, label, describedBy, invalid, disabled } = props;
  useEffect(() => {
    const text = view.current?.state.doc.toString();
    if (text !== undefined && text !== value)
      view.current?.dispatch({ changes: { from: 0, to: text.length, insert: value } });
  }, [value]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the labels are made of
  useEffect(() => {
    view.current?.dispatch({ effects: changing.current.reconfigure(changingOf(latest.current)) });
  }, [label, describedBy, invalid, disabled]);
  return <div ref={place} />;
}
