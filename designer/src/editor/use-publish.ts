import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../api/flow-api.ts';
import { ApiProblem } from '../api/problem.ts';
import { keys } from '../api/query-keys.ts';
import type { Problem } from '../document/problems.ts';
import { tell, tellFault } from '../parts/feedback/tell.ts';
import { useWorkplace } from './use-editor.ts';

function toProblems({ errors, code }: ApiProblem): Problem[] {
  return errors.map((error) => ({
    nodeId: error.nodeId ?? null,
    path: error.path,
    code: error.code ?? code,
    message: error.message,
    ...(error.position === undefined ? {} : { position: error.position }),
  }));
}

/** Saves what is not saved, then publishes; what stands in the way is listed. */
export function usePublish() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { editor, saveNow } = useWorkplace();
  return useMutation({
    mutationFn: async () => {
      if (!(await saveNow())) return undefined;
      return flowApi.publish(editor.store.getState().flow.id);
    },
    onSuccess: async (flow) => {
      if (flow === undefined) return;
      editor.store.setState({ flow });
      tell(t('designer.published', { version: flow.version }));
      await queries.invalidateQueries({ queryKey: keys.flows });
    },
    onError: (thrown) => {
      if (thrown instanceof ApiProblem && thrown.errors.length > 0)
        editor.open({ kind: 'publish-blocked', problems: toProblems(thrown) });
      else tellFault(thrown, t);
    },
  });
}
