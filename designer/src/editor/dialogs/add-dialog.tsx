import type { NodeDescriptor } from '@invoicepatch/sdk';
import type { DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { NodeMark } from '../../canvas/node-mark.tsx';
import { connectorOf, summaryOf, titleOf } from '../../describe/node-look.ts';
import { PickDialog } from '../../parts/pick-dialog.tsx';
import { PickList } from '../../parts/pick-list.tsx';
import { useLanguage } from '../../words/dates.ts';
import classes from '../editor.module.css';
import { addStep } from '../editor-acts.ts';
import type { Sheet } from '../editor-store.ts';
import { useEditor, useWorkplace } from '../use-editor.ts';

type Choice = NodeDescriptor & { readonly id: string };

/** Triggers first in an empty flow, last elsewhere; inside a loop there are none. */
function useChoices({ spot }: Extract<Sheet, { kind: 'add' }>): Choice[] {
  const { catalog } = useWorkplace();
  const empty = useEditor((state) => state.history.present.nodes.length === 0);
  const rank = (kind: NodeDescriptor['kind']) => ((kind === 'trigger') === empty ? 0 : 1);
  const fits = catalog.nodes.filter(
    (node) => node.kind !== 'trigger' || (spot.parent === undefined && spot.kind === 'free') || empty,
  );
  return fits.map((node) => ({ ...node, id: node.type })).sort((one, other) => rank(one.kind) - rank(other.kind));
}

/** The connection that a new step most likely means: the only one of its system. */
export function useOnlyConnection(): (descriptor: NodeDescriptor) => string | undefined {
  const { connections } = useWorkplace();
  return (descriptor) => {
    const fitting = connections.filter((connection) => connection.auth === descriptor.auth);
    return descriptor.auth !== undefined && fitting.length === 1 ? fitting[0]?.id : undefined;
  };
}

export function StepChoice({ descriptor }: { descriptor: NodeDescriptor }) {
  const language = useLanguage();
  const { catalog } = useWorkplace();
  const connector = connectorOf(catalog, descriptor.type);
  return (
    <div className={classes.choice}>
      <span className={classes.outlineMark}>
        <NodeMark descriptor={descriptor} initials={connector?.mark.initials} />
      </span>
      <span>
        <b>{titleOf(descriptor, language)}</b>
        {connector !== undefined && descriptor.auth !== undefined && (
          <span className={classes.quiet}> · {connector.title}</span>
        )}
        <br />
        <small className={classes.quiet}>{summaryOf(descriptor, language)}</small>
      </span>
    </div>
  );
}

export function AddDialog({ sheet }: { sheet: Extract<Sheet, { kind: 'add' }> }) {
  const { t } = useTranslation();
  const { editor, catalog } = useWorkplace();
  const onlyConnection = useOnlyConnection();
  const choices = useChoices(sheet);
  const close = () => editor.open(undefined);
  const pick = (descriptor: Choice) => {
    addStep(editor, { descriptor, spot: sheet.spot, at: sheet.at, connection: onlyConnection(descriptor) });
    close();
  };
  const toText = (choice: Choice) =>
    [
      choice.title,
      choice.fr.title,
      choice.summary,
      choice.fr.summary,
      connectorOf(catalog, choice.type)?.title,
      ...choice.keywords,
    ].join(' ');
  return (
    <PickDialog label={t('designer.addStep')} onClose={close}>
      <PickList
        items={choices}
        toText={toText}
        render={(choice) => <StepChoice descriptor={choice} />}
        onPick={pick}
        placeholder={t('designer.findStep')}
        none={t('designer.noStepFound')}
      />
    </PickDialog>
  );
}

export function onPaletteDrag(event: DragEvent, type: string): void {
  event.dataTransfer.setData('application/x-invoicepatch-step', type);
  event.dataTransfer.effectAllowed = 'copy';
}
