import { ActionIcon, Button, CopyButton, Group, PasswordInput, Text, TextInput, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { flowApi } from '../../api/flow-api.ts';
import type { Flow } from '../../api/wire.ts';
import { tell, tellFault } from '../../parts/feedback/tell.ts';
import { useEditor, useWorkplace } from '../use-editor.ts';

const withSecret = (hooks: Flow['hooks'], nodeId: string) =>
  hooks.map((hook) => (hook.nodeId === nodeId ? { ...hook, hasSecret: true } : hook));

function Secret({ nodeId, hasSecret }: { nodeId: string; hasSecret: boolean }) {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const [secret, setSecret] = useState('');
  const keep = async () => {
    try {
      const { flow } = editor.store.getState();
      await flowApi.setHookSecret(flow.id, nodeId, secret);
      setSecret('');
      editor.store.setState((state) => ({ flow: { ...state.flow, hooks: withSecret(state.flow.hooks, nodeId) } }));
      tell(t('designer.hookSecretSaved'));
    } catch (thrown) {
      tellFault(thrown, t);
    }
  };
  return (
    <Group align="flex-end" gap={8} mt={12} wrap="nowrap">
      <PasswordInput
        flex={1}
        label={t('designer.hookSecret')}
        description={hasSecret ? t('designer.hookSecretSet') : t('designer.hookSecretNone')}
        autoComplete="new-password"
        value={secret}
        onChange={(event) => setSecret(event.target.value)}
      />
      <Button variant="default" disabled={secret === ''} onClick={keep}>
        {t('shell.save')}
      </Button>
    </Group>
  );
}

/** Where events are sent to. */
export function HookAddress({ nodeId }: { nodeId: string }) {
  const { t } = useTranslation();
  const hook = useEditor((state) => state.flow.hooks.find((one) => one.nodeId === nodeId));
  const mayEdit = useEditor((state) => state.mayEdit);
  if (hook === undefined) return <Text size="xs">{t('designer.hookLater')}</Text>;
  const copy = (
    <CopyButton value={hook.url}>
      {({ copied, copy: take }) => (
        <Tooltip label={copied ? t('shell.copied') : t('shell.copy')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={copied ? t('shell.copied') : t('shell.copy')}
            onClick={take}
          >
            {copied ? (
              <IconCheck size={16} stroke={1.5} aria-hidden />
            ) : (
              <IconCopy size={16} stroke={1.5} aria-hidden />
            )}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
  return (
    <div>
      <TextInput
        label={t('designer.hook')}
        readOnly
        value={hook.url}
        rightSection={copy}
        description={t('designer.hookHelp')}
        inputWrapperOrder={['label', 'input', 'description']}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12 } }}
      />
      {mayEdit && <Secret nodeId={nodeId} hasSecret={hook.hasSecret} />}
    </div>
  );
}
