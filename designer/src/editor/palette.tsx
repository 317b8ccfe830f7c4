import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NodeMark } from '../canvas/node-mark.tsx';
import { connectorOf, summaryOf, titleOf } from '../describe/node-look.ts';
import { matches } from '../parts/pick-list.tsx';
import { useLanguage } from '../words/dates.ts';
import { onPaletteDrag, useOnlyConnection } from './dialogs/add-dialog.tsx';
import classes from './editor.module.css';
import { addStep, spotAfterChosen } from './editor-acts.ts';
import { useWorkplace } from './use-editor.ts';

/** Every kind of step, to be dragged onto the canvas, or pressed to follow the chosen step. */
export function Palette() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { editor, catalog, descriptors } = useWorkplace();
  const onlyConnection = useOnlyConnection();
  const [search, setSearch] = useState('');
  const found = catalog.nodes.filter((node) =>
    matches([node.title, node.fr.title, connectorOf(catalog, node.type)?.title, ...node.keywords].join(' '), search),
  );
  return (
    <div className={classes.palette}>
      <TextInput
        size="xs"
        aria-label={t('designer.findStep')}
        placeholder={t('designer.findStep')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      {found.map((node) => (
        <button
          key={node.type}
          type="button"
          className={classes.paletteItem}
          draggable
          title={summaryOf(node, language)}
          onDragStart={(event) => onPaletteDrag(event, node.type)}
          onClick={() =>
            addStep(editor, {
              descriptor: node,
              spot: node.kind === 'trigger' ? { kind: 'free' } : spotAfterChosen(editor, descriptors),
              connection: onlyConnection(node),
            })
          }
        >
          <span className={classes.outlineMark}>
            <NodeMark descriptor={node} initials={connectorOf(catalog, node.type)?.mark.initials} size={16} />
          </span>
          <span className={classes.outlineName}>{titleOf(node, language)}</span>
        </button>
      ))}
    </div>
  );
}
