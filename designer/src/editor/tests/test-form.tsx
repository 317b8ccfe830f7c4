import type { Json } from '@invoicepatch/sdk';
import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../../api/flow-api.ts';
import type { StoredTest, TestCase } from '../../api/looking-wire.ts';
import { JsonField } from '../../form/json-field.tsx';
import { tell, tellFault } from '../../parts/feedback/tell.ts';
import { useDocument, useWorkplace } from '../use-editor.ts';

interface Props {
  readonly flowId: string;
  readonly test: StoredTest | 'new';
  readonly onDone: () => Promise<void>;
}

type Fields = Readonly<Record<string, Json>>;

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function useFirst(test: StoredTest | 'new'): Fields {
  const { descriptors } = useWorkplace();
  const { nodes } = useDocument();
  if (test !== 'new') {
    const { id: _id, name: _name, updatedAt: _at, ...content } = test;
    return content;
  }
  const trigger = nodes.find(({ type }) => descriptors.get(type)?.kind === 'trigger');
  const last = nodes.at(-1);
  const expectations: Json = [{ kind: 'equals', step: last?.id ?? '', value: {} }];
  return { nodeId: trigger?.id ?? '', payload: {}, stubs: [], expectations };
}

/** A test as it is kept: what a consultant can't build from a run is written here. */
export function TestForm({ flowId, test, onDone }: Props) {
  const { t } = useTranslation();
  const [name, setName] = useState(test === 'new' ? '' : test.name);
  const first = useFirst(test);
  const [content, setContent] = useState<Json | undefined>(first);
  const save = useMutation({
    mutationFn: () => {
      const whole: TestCase = { ...(isFields(content) ? content : {}), name };
      return test === 'new' ? flowApi.addTest(flowId, whole) : flowApi.changeTest(flowId, test.id, whole);
    },
    onSuccess: (kept) => {
      tell(t('tests.added', { name: kept.name }));
      return onDone();
    },
    onError: (thrown) => tellFault(thrown, t),
  });
  return (
    <Stack gap={12}>
      <TextInput
        data-autofocus
        label={t('tests.name')}
        maxLength={200}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <JsonField label={t('tests.content')} value={content} minRows={14} maxRows={24} onChange={setContent} />
      <Group justify="space-between">
        <Button variant="subtle" onClick={() => void onDone()}>
          {t('tests.back')}
        </Button>
        <Button
          disabled={name.trim() === '' || !isFields(content)}
          loading={save.isPending}
          onClick={() => save.mutate()}
        >
          {t('tests.save')}
        </Button>
      </Group>
    </Stack>
  );
}
