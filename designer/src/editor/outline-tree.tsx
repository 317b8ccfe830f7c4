import { type KeyboardEvent, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { NodeMark } from '../canvas/node-mark.tsx';
import { connectorOf, nameOf } from '../describe/node-look.ts';
import { toSummary } from '../describe/node-summary.ts';
import { toPortWord } from '../describe/port-word.ts';
import { findNode } from '../document/graph.ts';
import { type OutlineRow, toOutline } from '../document/layout/outline.ts';
import { countByNode } from '../document/problems.ts';
import { useLanguage } from '../words/dates.ts';
import classes from './editor.module.css';
import { currentOf } from './editor-store.ts';
import { useDocument, useEditor, useWorkplace } from './use-editor.ts';

function Row({ row, problems }: { row: OutlineRow; problems: number }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { editor, descriptors, catalog, connections } = useWorkplace();
  const node = findNode(useDocument(), row.id);
  const chosen = useEditor((state) => state.chosen.has(row.id));
  if (node === undefined) return null;
  const descriptor = descriptors.get(node.type);
  const connection = connections.find((one) => one.id === node.connection)?.name;
  const words = row.by.map((port) => toPortWord(port, t)).join(', ');
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself holds the keyboard
    <div
      id={`outline-${row.id}`}
      role="treeitem"
      tabIndex={-1}
      aria-level={row.level}
      aria-selected={chosen}
      className={classes.outlineRow}
      style={{ paddingLeft: row.level * 16 - 4 }}
      title={toSummary(node, { descriptor, connection, language, t })}
      onClick={() => editor.choose([row.id])}
    >
      <span className={classes.outlineMark}>
        <NodeMark descriptor={descriptor} initials={connectorOf(catalog, node.type)?.mark.initials} size={16} />
      </span>
      <span className={classes.outlineName}>{nameOf(node, descriptor, language)}</span>
      {words !== '' && <span className={classes.outlinePort}>{words}</span>}
      {problems > 0 && (
        <span className={classes.outlineCount}>
          {problems}
          <span className="visually-hidden"> {t('designer.problems', { count: problems })}</span>
        </span>
      )}
    </div>
  );
}

/** The flow as a list: everything the canvas can do, it can do as well, by the same keys. */
export function OutlineTree({ onKeyDown }: { onKeyDown: (event: KeyboardEvent) => void }) {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const rows = toOutline(useDocument());
  const counts = countByNode(useEditor((state) => state.problems));
  const current = useEditor(currentOf);
  useEffect(() => {
    document.getElementById(`outline-${current}`)?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const onKey = (event: KeyboardEvent) => {
    const at = rows.findIndex((row) => row.id === current);
    const to = { ArrowDown: at + 1, ArrowUp: Math.max(0, at - 1), Home: 0, End: rows.length - 1 }[event.key];
    const next = to === undefined ? undefined : rows[Math.min(to, rows.length - 1)];
    if (next === undefined) return onKeyDown(event);
    event.preventDefault();
    editor.choose([next.id]);
  };
  return (
    <div
      role="tree"
      className={classes.outline}
      aria-label={t('designer.outline')}
      tabIndex={0}
      aria-activedescendant={current === undefined ? undefined : `outline-${current}`}
      onKeyDown={onKey}
    >
      {rows.map((row) => (
        <Row key={row.id} row={row} problems={counts.get(row.id) ?? 0} />
      ))}
    </div>
  );
}
