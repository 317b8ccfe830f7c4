import { Button } from '@mantine/core';
import { type KeyboardEvent, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { edgeId, type Surroundings } from '../canvas/canvas-model.ts';
import { EditCanvas, type EditCanvasProps } from '../canvas/edit-canvas.tsx';
import { titleOf } from '../describe/node-look.ts';
import { listNodes, scopeOf } from '../document/graph.ts';
import { moveNodes, tidy } from '../document/layout/layout.ts';
import { countByNode } from '../document/problems.ts';
import { tell } from '../parts/feedback/tell.ts';
import { useLanguage } from '../words/dates.ts';
import { useOnlyConnection } from './dialogs/add-dialog.tsx';
import { addStep, joinSteps } from './editor-acts.ts';
import type { Editor } from './editor-store.ts';
import classes from './empty-canvas.module.css';
import { useDocument, useEditor, useWorkplace, type Workplace } from './use-editor.ts';

function useSurroundings(): Surroundings {
  const { catalog, descriptors, connections } = useWorkplace();
  const problems = useEditor((state) => state.problems);
  const editable = useEditor((state) => state.mayEdit);
  return useMemo(
    () => ({ catalog, descriptors, connections, problems: countByNode(problems), editable }),
    [catalog, descriptors, connections, problems, editable],
  );
}

function useDrop({ editor, descriptors }: Workplace): EditCanvasProps['drop'] {
  const onlyConnection = useOnlyConnection();
  return ({ type, at, edge, loop }) => {
    const descriptor = descriptors.get(type);
    if (descriptor === undefined) return;
    const document = editor.store.getState().history.present;
    const connection = onlyConnection(descriptor);
    const parents = [undefined, ...listNodes(document).map(({ node }) => node.id)];
    const found = parents
      .flatMap((parent) => scopeOf(document, parent).edges.map((one) => ({ parent, edge: one })))
      .find((one) => edgeId(one.edge) === edge);
    if (found !== undefined && descriptor.kind !== 'trigger')
      addStep(editor, { descriptor, connection, spot: { kind: 'on-edge', ...found } });
    else
      addStep(editor, {
        descriptor,
        connection,
        at,
        spot: { kind: 'free', ...(descriptor.kind === 'trigger' ? {} : { parent: loop }) },
      });
  };
}

function useStableActs(editor: Editor) {
  return useMemo(
    () => ({
      acts: {
        add: (spot: Parameters<EditCanvasProps['acts']['add']>[0]) => editor.open({ kind: 'add', spot }),
        addAfter: (place: { parent: string | undefined; from: string; port: string }) =>
          editor.open({ kind: 'add', spot: { kind: 'after', ...place } }),
        insert: ({ parent, edge }: Parameters<EditCanvasProps['acts']['insert']>[0]) =>
          editor.open({ kind: 'add', spot: { kind: 'on-edge', parent, edge } }),
      },
      undo: () => editor.undo(),
      redo: () => editor.redo(),
      tidy: () => editor.edit('tidy', tidy),
      choose: (ids: readonly string[]) => editor.choose(ids),
      chooseEdge: editor.chooseEdge,
      move: (places: Parameters<EditCanvasProps['move']>[0]) =>
        editor.edit(`move ${[...places.keys()].join()}`, (document) => moveNodes(document, places)),
    }),
    [editor],
  );
}

/** Ghost of the first step: what can start a flow. */
function EmptyCanvas() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { editor, catalog } = useWorkplace();
  return (
    <div className={classes.emptyCanvas}>
      <h2>{t('designer.emptyTitle')}</h2>
      <div>
        {catalog.nodes
          .filter((node) => node.kind === 'trigger')
          .slice(0, 4)
          .map((descriptor) => (
            <Button
              key={descriptor.type}
              variant="default"
              onClick={() => addStep(editor, { descriptor, spot: { kind: 'free' } })}
            >
              {titleOf(descriptor, language)}
            </Button>
          ))}
      </div>
      <p>{t('designer.emptyText')}</p>
    </div>
  );
}

export function EditorCanvas({ onKeyDown }: { onKeyDown: (event: KeyboardEvent) => void }) {
  const { t } = useTranslation();
  const workplace = useWorkplace();
  const { editor, descriptors } = workplace;
  const document = useDocument();
  const { chosen, chosenEdge, mayEdit, history } = useEditor((state) => state);
  const around = useSurroundings();
  const { acts, undo, redo, tidy: tidyUp, ...stable } = useStableActs(editor);
  const drop = useDrop(workplace);
  const connect: EditCanvasProps['connect'] = (edge) => {
    const refusal = joinSteps(editor, edge, descriptors);
    if (refusal !== undefined) tell(t(`designer.refusal-${refusal}`));
  };
  return (
    <>
      <EditCanvas
        document={document}
        around={around}
        chosen={chosen}
        chosenEdge={chosenEdge}
        acts={acts}
        drop={drop}
        connect={connect}
        onKeyDown={onKeyDown}
        history={{ canUndo: history.past.length > 0, canRedo: history.future.length > 0, undo, redo, tidy: tidyUp }}
        {...stable}
      />
      {document.nodes.length === 0 && mayEdit && <EmptyCanvas />}
    </>
  );
}
