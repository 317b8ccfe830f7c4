import type { Json } from '@invoicepatch/sdk';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../../api/flow-api.ts';
import { runApi } from '../../api/run-api.ts';
import classes from '../../form/form.module.css';
import { JsonField } from '../../form/json-field.tsx';
import { toFaultText } from '../../parts/feedback/fault-words.ts';
import { tell, tellFault } from '../../parts/feedback/tell.ts';
import { useWorkplace } from '../use-editor.ts';
import { useSamples } from './use-samples.ts';

export type Trial =
  | { readonly language: 'jsonata'; readonly expression: string }
  | { readonly language: 'json-logic'; readonly logic: Json };

async function tryIt(trial: Trial, sample: Json): Promise<{ output: Json | undefined }> {
  const answer =
    trial.language === 'jsonata'
      ? await flowApi.evaluate(trial.expression, sample)
      : await flowApi.evaluateRule(trial.logic, sample);
  return { output: answer.output };
}

/** What an expression makes of a sample, a little after each change, by the same sandbox that runs use. */
export function useTrial(trial: Trial | undefined, sample: Json | undefined) {
  const [asked] = useDebouncedValue({ trial, sample }, 250);
  return useQuery({
    queryKey: ['trial', asked],
    queryFn: () => (asked.trial === undefined ? { output: undefined } : tryIt(asked.trial, asked.sample ?? {})),
    enabled: asked.trial !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

function useLastInput(nodeId: string) {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const { keep } = useSamples(nodeId);
  return async () => {
    try {
      const runs = await runApi.list({ flowId: editor.store.getState().flow.id });
      const run = runs.items[0] === undefined ? undefined : await runApi.get(runs.items[0].id);
      const step = run?.steps.find(
        (one) => one.nodeId === nodeId && one.status !== 'pending' && one.status !== 'skipped',
      );
      if (run === undefined || step === undefined) tell(t('designer.noSample'));
      else keep((await runApi.step(run.id, step.step)).input);
    } catch (thrown) {
      tellFault(thrown, t);
    }
  };
}

/** The sample, and what comes out of it. */
export function TryOut({ nodeId, trial }: { nodeId: string; trial: Trial | undefined }) {
  const { t } = useTranslation();
  const { sample, keep } = useSamples(nodeId);
  const result = useTrial(trial, sample);
  const useLast = useLastInput(nodeId);
  const output = result.data?.output;
  return (
    <div>
      <div className={classes.caption}>
        <span>{t('designer.sample')}</span>
        <Button size="compact-xs" variant="subtle" onClick={useLast}>
          {t('designer.sampleFromRun')}
        </Button>
      </div>
      <JsonField
        label=""
        ariaLabel={t('designer.sample')}
        hint='{ "lines": [] }'
        value={sample}
        onChange={keep}
        minRows={2}
      />
      {trial !== undefined && (
        <>
          <div className={classes.caption}>{result.isError ? t('designer.previewStale') : t('designer.preview')}</div>
          {result.isError && (
            <p role="alert" style={{ margin: '0 0 8px', color: 'var(--ip-bad)' }}>
              {toFaultText(result.error, t)}
            </p>
          )}
          <pre className={classes.result} data-stale={result.isError}>
            {output === undefined ? t('designer.noResult') : JSON.stringify(output, null, 2)}
          </pre>
        </>
      )}
    </div>
  );
}
