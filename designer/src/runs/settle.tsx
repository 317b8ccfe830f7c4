import type { Json } from '@invoicepatch/sdk';
import { Button, Group } from '@mantine/core';
import { IconHelpCircle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../api/query-keys.ts';
import { runApi, type Settlement } from '../api/run-api.ts';
import type { Run, StepDetail } from '../api/wire.ts';
import { findNode } from '../document/graph.ts';
import { JsonField } from '../form/json-field.tsx';
import { listProperties } from '../form/schema.ts';
import { tellFault } from '../parts/feedback/tell.ts';
import { useMay } from '../shell/use-me.ts';
import classes from './runs.module.css';
import { useDescriptors } from './use-descriptors.ts';

/** A person says whether a write whose answer was lost happened. */
export function Settle({ run, step }: { run: Run; step: StepDetail }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const maySettle = useMay('builder');
  const [output, setOutput] = useState<Json | undefined>(undefined);
  const settle = useMutation({
    mutationFn: (settlement: Settlement) => runApi.settle(run.id, step.step, settlement),
    onSuccess: (next) => queries.setQueryData(keys.run(run.id), next),
    onError: (thrown) => tellFault(thrown, t),
  });
  const node = findNode(run.document, step.nodeId);
  const wanted = listProperties(useDescriptors().get(node?.type ?? '')?.output).map(({ name }) => name);
  return (
    <section className={classes.person} aria-label={t('runs.settleTitle')}>
      <h2>
        <IconHelpCircle size={20} stroke={1.5} aria-hidden /> {t('runs.settleTitle')}
      </h2>
      <p>{t('runs.settleText')}</p>
      {maySettle && (
        <>
          <JsonField
            label={t('runs.settleOutput')}
            hint='{ "id": "58" }'
            help={wanted.length === 0 ? undefined : `${t('designer.expects')}: ${wanted.join(', ')}`}
            value={output}
            onChange={setOutput}
          />
          <Group gap={8} mt={12}>
            <Button
              disabled={settle.isPending || output === undefined}
              onClick={() => settle.mutate({ outcome: 'happened', output: output ?? null })}
            >
              {t('runs.happened')}
            </Button>
            <Button
              variant="default"
              disabled={settle.isPending}
              onClick={() => settle.mutate({ outcome: 'did-not-happen' })}
            >
              {t('runs.didNotHappen')}
            </Button>
          </Group>
        </>
      )}
    </section>
  );
}
