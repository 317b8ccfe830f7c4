import { Button, Group, Modal, NativeSelect, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../../api/flow-api.ts';
import type { Comparison, RunComparison } from '../../api/looking-wire.ts';
import { keys } from '../../api/query-keys.ts';
import { Loaded } from '../../parts/feedback/loaded.tsx';
import { toDateText, useLanguage } from '../../words/dates.ts';
import { useDocument, useEditor, useWorkplace } from '../use-editor.ts';
import classes from './compare.module.css';
import { RunDifferences } from './run-differences.tsx';

const amounts = [1, 5, 10, 25, 50] as const;

function RunButton({ run, chosen, onChoose }: { run: RunComparison; chosen: boolean; onChoose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <li>
      <button type="button" aria-current={chosen} onClick={onChoose}>
        <span>{toDateText(run.acceptedAt, language)}</span>
        <b data-verdict={run.verdict}>{t(`compare.${run.verdict}`)}</b>
      </button>
    </li>
  );
}

function Found({ comparison }: { comparison: Comparison }) {
  const { t } = useTranslation();
  const { runs, same, different } = comparison;
  const [chosen, setChosen] = useState<string>();
  const shown = runs.find(({ runId }) => runId === chosen) ?? runs.find(({ verdict }) => verdict !== 'same') ?? runs[0];
  if (shown === undefined) return <Text role="status">{t('compare.none')}</Text>;
  return (
    <>
      <Text role="status" fw={600} mb={8}>
        {different === 0 ? t('compare.allSame') : t('compare.summary', { same, different })}
      </Text>
      <div className={classes.columns}>
        <ol className={classes.runs} aria-label={t('compare.runs')}>
          {runs.map((run) => (
            <RunButton key={run.runId} run={run} chosen={run === shown} onChoose={() => setChosen(run.runId)} />
          ))}
        </ol>
        <RunDifferences key={shown.runId} run={shown} />
      </div>
    </>
  );
}

/** The draft on the screen, tried on runs that really happened. */
export function CompareDialog() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const { id } = useEditor((state) => state.flow);
  const document = useDocument();
  const [newest, setNewest] = useState(10);
  const comparison = useQuery({
    queryKey: keys.comparison(id, newest),
    queryFn: () => flowApi.compare(id, { document, newest }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
  return (
    <Modal
      opened
      onClose={() => editor.open(undefined)}
      title={t('compare.title')}
      size="min(1180px, 94vw)"
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Group justify="space-between" align="flex-start" mb={12} gap={12}>
        <Text c="dimmed" maw={640}>
          {t('compare.intro')}
        </Text>
        <Group gap={8}>
          <NativeSelect
            aria-label={t('compare.runs')}
            value={String(newest)}
            data={amounts.map((count) => ({ value: String(count), label: t('compare.newest', { count }) }))}
            onChange={(event) => setNewest(Number(event.target.value))}
          />
          <Button variant="default" loading={comparison.isFetching} onClick={() => void comparison.refetch()}>
            {t('faults.retry')}
          </Button>
        </Group>
      </Group>
      <Loaded query={comparison}>{(data) => <Found comparison={data} />}</Loaded>
    </Modal>
  );
}
