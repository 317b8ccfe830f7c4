import type { FlowNode } from '@invoicepatch/sdk';
import { useTranslation } from 'react-i18next';
import type { Assist } from '../../expression/assist-extensions.ts';
import { useAssist } from '../../expression/use-assist.ts';
import { useLanguage } from '../../words/dates.ts';
import { useWorkplace } from '../use-editor.ts';

/** Knows what an expression of a step can read, as the flow is drawn at the moment. */
export function useStepAssist(node: FlowNode, field: string): Assist {
  const { t } = useTranslation();
  const language = useLanguage();
  const { editor, catalog } = useWorkplace();
  return useAssist({
    descriptors: catalog.nodes,
    place: () => ({ document: editor.store.getState().history.present, nodeId: node.id, field, language }),
    mend: t('designer.mend'),
  });
}
