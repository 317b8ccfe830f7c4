import type { FlowDocument } from '@invoicepatch/sdk';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { flowApi } from '../api/flow-api.ts';
import { keys } from '../api/query-keys.ts';
import { tell, tellFault } from '../parts/feedback/tell.ts';
import { readFlowFile } from './flow-file.ts';

const nothing: FlowDocument = { format: 1, nodes: [], edges: [] };

export interface CreateFlow {
  readonly busy: boolean;
  blank(): void;
  fromFile(file: File): Promise<void>;
}

export function useCreateFlow(): CreateFlow {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const create = useMutation({
    mutationFn: flowApi.create,
    onSuccess: async (flow) => {
      await queries.invalidateQueries({ queryKey: keys.flows });
      await navigate(`/flows/${flow.id}`);
    },
    onError: (thrown) => tellFault(thrown, t),
  });
  return {
    busy: create.isPending,
    blank: () => create.mutate({ name: t('flows.untitled'), document: nothing }),
    fromFile: async (file) => {
      const read = readFlowFile(file.name, await file.text());
      if (read === undefined) tell(t('flows.notAFlowFile', { name: file.name }));
      else create.mutate(read);
    },
  };
}
