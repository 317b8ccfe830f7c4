import { Button, Group, Modal, Progress, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AgainChoice, AgainPreview } from '../../api/looking-wire.ts';
import { keys } from '../../api/query-keys.ts';
import { runApi } from '../../api/run-api.ts';
import { Loaded } from '../../parts/feedback/loaded.tsx';
import { tellFault } from '../../parts/feedback/tell.ts';
import classes from './again.module.css';

interface Props {
  readonly choice: AgainChoice;
  readonly onClose: () => void;
}

/** An id that nobody else makes. `crypto.randomUUID` is missing on pages that came over plain http. */
function newId(): string {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  const hex = bytes
    .map((byte, at) => (at === 6 ? (byte & 0x0f) | 0x40 : at === 8 ? (byte & 0x3f) | 0x80 : byte))
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function Before({
  preview,
  choice,
  onStarted,
}: {
  preview: AgainPreview;
  choice: AgainChoice;
  onStarted: (id: string) => void;
}) {
  const { t } = useTranslation();
  const [version, setVersion] = useState<'same' | 'newest'>('newest');
  // One id for this dialog: pressing twice, or a request that is sent again, starts nothing twice.
  const [batchId] = useState(newId);
  const start = useMutation({
    mutationFn: () => runApi.startAgain({ ...choice, batchId, version }),
    onSuccess: () => onStarted(batchId),
    onError: (thrown) => tellFault(thrown, t),
  });
  if (preview.count === 0) return <Text>{t('again.nothing')}</Text>;
  return (
    <Stack gap={16}>
      <div>
        <Text fw={600}>{t('again.count', { count: preview.count })}</Text>
        {preview.more && <Text>{t('again.more')}</Text>}
        <ul className={classes.list}>
          {preview.flows.slice(0, 8).map(({ flowId, name, count }) => (
            <li key={flowId}>
              {name} · {count}
            </li>
          ))}
        </ul>
      </div>
      <Radio.Group
        label={t('again.version')}
        value={version}
        onChange={(next) => setVersion(next === 'same' ? 'same' : 'newest')}
      >
        <Stack gap={8} mt={8}>
          <Radio value="newest" label={t('again.newest')} />
          <Radio value="same" label={t('again.same')} />
        </Stack>
      </Radio.Group>
      <Text c="dimmed">{t('again.safe')}</Text>
      <Group justify="flex-end">
        <Button loading={start.isPending} onClick={() => start.mutate()}>
          {t('again.start')}
        </Button>
      </Group>
    </Stack>
  );
}

function During({ batchId }: { batchId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const batch = useQuery({
    queryKey: keys.batch(batchId),
    queryFn: async () => {
      const progress = await runApi.batch(batchId);
      if (progress.finishedAt !== null) void queries.invalidateQueries({ queryKey: keys.runs, refetchType: 'active' });
      return progress;
    },
    refetchInterval: ({ state }) => (state.data?.finishedAt == null ? 500 : false),
    staleTime: 0,
  });
  return (
    <Loaded query={batch}>
      {({ total, started, failed, finishedAt, items }) => (
        <Stack gap={12}>
          <Progress
            value={total === 0 ? 100 : ((started + failed) / total) * 100}
            aria-label={t('again.progress', { done: started + failed, total })}
          />
          <Text role="status">
            {finishedAt === null
              ? t('again.progress', { done: started + failed, total })
              : t('again.finished', { count: started })}
          </Text>
          {failed > 0 && (
            <div className={classes.failed} role="alert">
              <b>{t('again.failed', { count: failed })}</b>
              <ul className={classes.list}>
                {items
                  .filter(({ fault }) => fault !== null)
                  .map(({ runId, fault }) => (
                    <li key={runId}>
                      {fault?.message} <Link to={`/runs/${runId}`}>{t('again.openRun')}</Link>
                    </li>
                  ))}
              </ul>
            </div>
          )}
        </Stack>
      )}
    </Loaded>
  );
}

/** Says how many runs it will be, then how far it has come, then what did not work. */
export function AgainDialog({ choice, onClose }: Props) {
  const { t } = useTranslation();
  const [batchId, setBatchId] = useState<string>();
  const preview = useQuery({
    queryKey: keys.againPreview(choice),
    queryFn: () => runApi.previewAgain(choice),
    enabled: batchId === undefined,
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('again.title')}
      size={520}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {batchId === undefined ? (
        <Loaded query={preview}>{(data) => <Before preview={data} choice={choice} onStarted={setBatchId} />}</Loaded>
      ) : (
        <During batchId={batchId} />
      )}
    </Modal>
  );
}
