import type { FlowNode, Json } from '@invoicepatch/sdk';
import { Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../../api/flow-api.ts';
import { ApiProblem } from '../../api/problem.ts';
import classes from '../../form/form.module.css';
import { JsonField } from '../../form/json-field.tsx';
import { PlaceButton } from '../../form/place-button.tsx';
import { toFaultText } from '../../parts/feedback/fault-words.ts';
import { tell, tellFault } from '../../parts/feedback/tell.ts';
import { useDocument, useWorkplace } from '../use-editor.ts';
import { readBindings, readLastSample, type Sample } from './run-sample.ts';
import { useSamples } from './use-samples.ts';

export type Trial =
  | { readonly language: 'jsonata'; readonly expression: string }
  | { readonly language: 'json-logic'; readonly logic: Json };

export interface TryOutProps {
  readonly node: FlowNode;
  /** The step's own input expression reads what came in; everything else reads what that expression made of it. */
  readonly field: 'input' | string;
  readonly trial: Trial | undefined;
}

interface Asked {
  readonly trial: Trial | undefined;
  readonly sample: Sample | undefined;
  readonly parameters: Json;
}

async function tryIt({ trial, sample, parameters }: Asked): Promise<{ output: Json | undefined }> {
  if (trial === undefined || sample === undefined) return { output: undefined };
  if (trial.language === 'json-logic') {
    return { output: (await flowApi.evaluateRule(trial.logic, sample.input)).output };
  }
  const { expression } = trial;
  const bindings =
    sample.source === undefined ? { parameters } : await readBindings(sample.source, expression, parameters);
  return { output: (await flowApi.evaluate(expression, sample.input, bindings)).output };
}

/** What an expression makes of a sample, a little after each change, by the same sandbox that runs use. */
function useTrial(trial: Trial | undefined, sample: Sample | undefined) {
  const parameters = useDocument().parameters ?? {};
  const [asked] = useDebouncedValue({ trial, sample, parameters }, 250);
  const { source, input } = asked.sample ?? {};
  return useQuery({
    queryKey: ['trial', asked.trial, input, source?.run.id, source?.step.step, asked.parameters],
    queryFn: () => tryIt(asked),
    enabled: asked.trial !== undefined && asked.sample !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Takes the sample from the newest run; the first time by itself, and then without a word when there is none. */
function useLastSample({ node, field }: TryOutProps) {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const { sample, known, keep } = useSamples(`${node.id} ${field}`);
  const take = async () => {
    const { flow } = editor.store.getState();
    const found = await readLastSample(flow.id, node, field === 'input' ? 'incoming' : 'given');
    keep(found);
    return found;
  };
  const ask = () =>
    take().then(
      (found) => found === undefined && tell(t('designer.noSample')),
      (thrown) => tellFault(thrown, t),
    );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each field that has no sample
  useEffect(() => {
    if (!known) void take().catch(() => keep(undefined));
  }, [known]);
  const type = (input: Json | undefined) =>
    keep(
      input === undefined ? undefined : { ...(sample?.source === undefined ? {} : { source: sample.source }), input },
    );
  return { sample, ask, type };
}

/** Where in the expression the engine found the fault. */
function placeOf(thrown: unknown): number | undefined {
  const position = thrown instanceof ApiProblem ? thrown.details['position'] : undefined;
  return typeof position === 'number' ? position : undefined;
}

function Result({ trial, sample, field }: { trial: Trial; sample: Sample | undefined; field: string }) {
  const { t } = useTranslation();
  const result = useTrial(trial, sample);
  const output = result.data?.output;
  const text = trial.language === 'jsonata' ? trial.expression : undefined;
  const words = () => {
    if (sample === undefined) return t('designer.noTrial');
    return output === undefined ? t('designer.noResult') : JSON.stringify(output, null, 2);
  };
  return (
    <>
      <div className={classes.caption}>{result.isError ? t('designer.previewStale') : t('designer.preview')}</div>
      {result.isError && (
        <p role="alert" className={classes.fault}>
          {toFaultText(result.error, t)} <PlaceButton field={field} text={text} position={placeOf(result.error)} />
        </p>
      )}
      <pre className={classes.result} data-stale={result.isError}>
        {words()}
      </pre>
    </>
  );
}

/** The sample, and what comes out of it. */
export function TryOut(props: TryOutProps) {
  const { t } = useTranslation();
  const { sample, ask, type } = useLastSample(props);
  return (
    <div>
      <div className={classes.caption}>
        <span>{t('designer.sample')}</span>
        <Button size="compact-xs" variant="subtle" onClick={ask}>
          {t('designer.sampleFromRun')}
        </Button>
      </div>
      <JsonField
        label=""
        ariaLabel={t('designer.sample')}
        hint='{ "lines": [] }'
        value={sample?.input}
        onChange={type}
        minRows={2}
        maxRows={8}
      />
      {props.trial !== undefined && <Result trial={props.trial} sample={sample} field={props.field} />}
    </div>
  );
}
