import type { FlowNode, Json } from '@invoicepatch/sdk';
import { Button, FileInput, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { flowApi } from '../../api/flow-api.ts';
import { nameOf } from '../../describe/node-look.ts';
import { JsonField } from '../../form/json-field.tsx';
import { tellFault } from '../../parts/feedback/tell.ts';
import { useLanguage } from '../../words/dates.ts';
import { useDocument, useEditor, useWorkplace } from '../use-editor.ts';

type Start = { readonly nodeId: string; readonly payload: Json | undefined; readonly file: File | null };

async function start(flowId: string, { nodeId, payload, file }: Start): Promise<{ runId: string }> {
  const given = file === null ? payload : { fileId: (await flowApi.upload(file)).id };
  return flowApi.run(flowId, { nodeId, ...(given === undefined ? {} : { payload: given }) });
}

function useTriggers(): FlowNode[] {
  const { descriptors } = useWorkplace();
  return useDocument().nodes.filter((node) => descriptors.get(node.type)?.kind === 'trigger');
}

function RunForm({ triggers }: { triggers: readonly FlowNode[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const { descriptors } = useWorkplace();
  const { id, version } = useEditor((state) => state.flow);
  const [nodeId, setNodeId] = useState(triggers[0]?.id ?? '');
  const [payload, setPayload] = useState<Json | undefined>({});
  const [file, setFile] = useState<File | null>(null);
  const trigger = triggers.find((node) => node.id === nodeId);
  const takesFile = trigger !== undefined && descriptors.get(trigger.type)?.start === 'file';
  const run = useMutation({
    mutationFn: () => start(id, { nodeId, payload, file: takesFile ? file : null }),
    onSuccess: ({ runId }) => navigate(`/runs/${runId}`),
    onError: (thrown) => tellFault(thrown, t),
  });
  return (
    <Stack gap={16}>
      <Text c="dimmed">{t('designer.runPublished', { version })}</Text>
      {triggers.length > 1 && (
        <NativeSelect
          label={t('designer.trigger')}
          data={triggers.map((node) => ({ value: node.id, label: nameOf(node, descriptors.get(node.type), language) }))}
          value={nodeId}
          onChange={(event) => setNodeId(event.target.value)}
        />
      )}
      {takesFile ? (
        <FileInput label={t('designer.file')} placeholder={t('designer.chooseFile')} value={file} onChange={setFile} />
      ) : (
        <JsonField label={t('designer.payload')} value={payload} minRows={8} onChange={setPayload} />
      )}
      <Group justify="flex-end">
        <Button loading={run.isPending} disabled={takesFile && file === null} onClick={() => run.mutate()}>
          {t('designer.start')}
        </Button>
      </Group>
    </Stack>
  );
}

export function RunDialog() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const flow = useEditor((state) => state.flow);
  const triggers = useTriggers();
  return (
    <Modal
      opened
      onClose={() => editor.open(undefined)}
      title={t('designer.runTitle', { name: flow.name })}
      size={560}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      {flow.version === null ? <Text>{t('designer.runNeedsVersion')}</Text> : <RunForm triggers={triggers} />}
    </Modal>
  );
}
