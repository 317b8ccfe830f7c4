import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { nameOf } from '../../describe/node-look.ts';
import { connectablePorts } from '../../describe/node-ports.ts';
import { toPortWord } from '../../describe/port-word.ts';
import { whyNotConnect } from '../../document/edit/connect.ts';
import { findNode, findParent, scopeOf, toEdge } from '../../document/graph.ts';
import { Empty } from '../../parts/feedback/empty.tsx';
import { PickList } from '../../parts/pick-list.tsx';
import { useLanguage } from '../../words/dates.ts';
import { joinSteps } from '../editor-acts.ts';
import { useDocument, useWorkplace } from '../use-editor.ts';

/** Joins the chosen step to another without dragging: pick the way out and the goal by their words. */
export function ConnectDialog({ from }: { from: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { editor, descriptors } = useWorkplace();
  const document = useDocument();
  const source = findNode(document, from);
  const close = () => editor.open(undefined);
  if (source === undefined) return null;
  const ports = connectablePorts(source, descriptors.get(source.type));
  const name = nameOf(source, descriptors.get(source.type), language);
  const choices = scopeOf(document, findParent(document, from)).nodes.flatMap((node) => {
    const descriptor = descriptors.get(node.type);
    if (descriptor?.kind === 'trigger') return [];
    return ports
      .map((port) => ({ port, edge: toEdge(from, port, node.id) }))
      .filter(({ edge }) => whyNotConnect(document, edge) === undefined)
      .map(({ port, edge }) => ({
        id: `${port}-${node.id}`,
        edge,
        label: `${ports.length > 1 ? `${toPortWord(port, t)} → ` : ''}${nameOf(node, descriptor, language)}`,
      }));
  });
  return (
    <Modal
      opened
      onClose={close}
      title={t('designer.connectTo', { name })}
      size={480}
      yOffset="12vh"
      centered={false}
      transitionProps={{ duration: 0 }}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {choices.length === 0 ? (
        <Empty title={t('designer.nothingToConnect')} text="" />
      ) : (
        <PickList
          items={choices}
          toText={(choice) => choice.label}
          onPick={(choice) => {
            joinSteps(editor, choice.edge, descriptors);
            close();
          }}
          placeholder={t('designer.connectTo', { name })}
          none={t('designer.noStepFound')}
        />
      )}
    </Modal>
  );
}
