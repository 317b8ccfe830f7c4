import type { Json } from '@invoicepatch/sdk';
import { Button, Group, Textarea } from '@mantine/core';
import { IconUserExclamation } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../api/query-keys.ts';
import { runApi } from '../api/run-api.ts';
import type { Run, StepDetail } from '../api/wire.ts';
import { toPortWord } from '../describe/port-word.ts';
import { findNode } from '../document/graph.ts';
import { tellFault } from '../parts/feedback/tell.ts';
import { useMay } from '../shell/use-me.ts';
import { JsonView } from './json-view.tsx';
import classes from './runs.module.css';
import { useDescriptors } from './use-descriptors.ts';

interface Props {
  readonly run: Run;
  readonly step: StepDetail;
  readonly ask: { readonly question: string; readonly details: Json };
}

function toAct(port: string, t: TFunction): string {
  if (port === 'approved' || port === 'rejected') return t(`runs.answer-${port}`);
  const word = toPortWord(port, t);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A person's decision: the question, what it is about, and a button for each way out. */
export function Answer({ run, step, ask }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const mayDecide = useMay('approver');
  const [note, setNote] = useState('');
  const own = useDescriptors().get(findNode(run.document, step.nodeId)?.type ?? '')?.ports ?? ['approved', 'rejected'];
  const choices = step.wait?.kind === 'people' ? step.wait.choices : null;
  const ports = choices?.map(({ port }) => port) ?? own;
  const answer = useMutation({
    mutationFn: (port: string) => runApi.answer(run.id, step.step, { port, ...(note === '' ? {} : { note }) }),
    onSuccess: (next) => queries.setQueryData(keys.run(run.id), next),
    onError: (thrown) => tellFault(thrown, t),
  });
  return (
    <section className={classes.person} aria-label={t('runs.decide')}>
      <h2>
        <IconUserExclamation size={20} stroke={1.5} aria-hidden /> {ask.question}
      </h2>
      <JsonView value={ask.details} />
      {mayDecide && (
        <>
          <Textarea
            label={t('runs.note')}
            autosize
            value={note}
            onChange={(event) => setNote(event.target.value)}
            mb={12}
          />
          <Group gap={8}>
            {ports.map((port, index) => (
              <Button
                key={port}
                variant={index === 0 ? 'filled' : 'default'}
                disabled={answer.isPending}
                onClick={() => answer.mutate(port)}
              >
                {toAct(port, t)}
              </Button>
            ))}
          </Group>
        </>
      )}
    </section>
  );
}
