import type { Json } from '@invoicepatch/sdk';
import { Button, Modal, NativeSelect, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { connectionApi, consentApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import type { Catalog, CatalogConnector } from '../api/wire.ts';
import { SchemaForm, type Values } from '../form/schema-form.tsx';
import { tellFault } from '../parts/feedback/tell.ts';
import { ConsentPanel } from './consent-panel.tsx';

type Auth = NonNullable<CatalogConnector['auth']>;

const secretNames = { oauth2: ['clientId', 'clientSecret', 'refreshToken'], header: ['value'] } as const;

function useCreate(onClose: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return {
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.connections });
      onClose();
    },
    onError: (thrown: unknown) => tellFault(thrown, t),
  };
}

function SecretFields({
  names,
  secrets,
  onChange,
}: {
  names: readonly ('clientId' | 'clientSecret' | 'refreshToken' | 'value')[];
  secrets: Readonly<Record<string, string>>;
  onChange: (secrets: Readonly<Record<string, string>>) => void;
}) {
  const { t } = useTranslation();
  return names.map((secret) => (
    <PasswordInput
      key={secret}
      label={t(`connections.${secret}`)}
      autoComplete="new-password"
      value={secrets[secret] ?? ''}
      onChange={(event) => onChange({ ...secrets, [secret]: event.target.value })}
    />
  ));
}

/** The settings that a person fills in: what the other system says by itself is not asked for. */
function withoutReturned(auth: Auth): Json {
  const { settings, consent } = auth;
  if (typeof settings !== 'object' || settings === null || !('properties' in settings) || consent === null)
    return settings;
  const returned = new Set(consent.returned);
  const properties = Object.entries(settings['properties'] ?? {}).filter(([name]) => !returned.has(name));
  return { ...settings, properties: Object.fromEntries(properties) };
}

function RealForm({ auth, name, onClose }: { auth: Auth; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const environments = auth.environments.filter((environment) => environment.id !== 'simulator');
  const [environment, setEnvironment] = useState(environments[0]?.id ?? 'production');
  const [settings, setSettings] = useState<Values>({});
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>>>({});
  const [how, setHow] = useState<'consent' | 'token'>(auth.consent === null ? 'token' : 'consent');
  const create = useMutation({
    mutationFn: () => connectionApi.create({ auth: auth.id, name, environment, settings, secrets }),
    ...useCreate(onClose),
  });
  const { clientId = '', clientSecret = '' } = secrets;
  const byConsent = how === 'consent';
  return (
    <Stack>
      <NativeSelect
        label={t('connections.columnEnvironment')}
        data={environments.map(({ id, title }) => ({ value: id, label: title }))}
        value={environment}
        onChange={(event) => setEnvironment(event.target.value)}
      />
      {auth.consent !== null && (
        <SegmentedControl
          fullWidth
          aria-label={t('connections.how')}
          value={how}
          onChange={(value) => setHow(value === 'consent' ? 'consent' : 'token')}
          data={[
            { value: 'consent', label: t('connections.byConsent') },
            { value: 'token', label: t('connections.byToken') },
          ]}
        />
      )}
      <SchemaForm
        key={how}
        schema={byConsent ? withoutReturned(auth) : auth.settings}
        value={settings}
        onChange={setSettings}
      />
      <SecretFields
        names={byConsent ? ['clientId', 'clientSecret'] : secretNames[auth.signing]}
        secrets={secrets}
        onChange={setSecrets}
      />
      <Text size="xs" c="dimmed">
        {byConsent &&
          `${t('connections.consentText', { system: auth.title, redirect: `${location.origin}/oauth/callback` })} `}
        {t('connections.secrets')}
      </Text>
      {byConsent ? (
        <ConsentPanel
          system={auth.title}
          disabled={name.trim() === '' || clientId === '' || clientSecret === ''}
          ask={() => consentApi.begin({ auth: auth.id, name, environment, settings, clientId, clientSecret })}
          onDone={onClose}
        />
      ) : (
        <Button disabled={name.trim() === ''} loading={create.isPending} onClick={() => create.mutate()}>
          {t('connections.create')}
        </Button>
      )}
    </Stack>
  );
}

function SimulatedForm({ auth, name, onClose }: { auth: Auth; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const create = useMutation({
    mutationFn: () => connectionApi.createSimulated({ auth: auth.id, name }),
    ...useCreate(onClose),
  });
  return (
    <Stack>
      <Text c="dimmed">{t('connections.simulatedText')}</Text>
      <Button disabled={name.trim() === ''} loading={create.isPending} onClick={() => create.mutate()}>
        {t('connections.create')}
      </Button>
    </Stack>
  );
}

/** A connection to a system: simulated, or with the account that the client has there. */
export function NewConnection({ catalog, onClose }: { catalog: Catalog; onClose: () => void }) {
  const { t } = useTranslation();
  const auths = catalog.connectors.flatMap(({ title, auth }) => (auth === undefined ? [] : [{ title, auth }]));
  const [authId, setAuthId] = useState(auths[0]?.auth.id ?? '');
  const [kind, setKind] = useState('simulated');
  const [name, setName] = useState('');
  const auth = auths.find((one) => one.auth.id === authId)?.auth;
  const simulated = auth?.hasSimulator === true && kind === 'simulated';
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('connections.new')}
      size={520}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Stack>
        <NativeSelect
          label={t('connections.chooseSystem')}
          data={auths.map((one) => ({ value: one.auth.id, label: one.title }))}
          value={authId}
          onChange={(event) => setAuthId(event.target.value)}
        />
        {auth?.hasSimulator === true && (
          <SegmentedControl
            fullWidth
            aria-label={t('connections.kind')}
            value={kind}
            onChange={setKind}
            data={[
              { value: 'simulated', label: t('connections.simulated') },
              { value: 'real', label: t('connections.real') },
            ]}
          />
        )}
        <TextInput
          label={t('shell.name')}
          placeholder="Maple Ridge Books"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        {auth !== undefined &&
          (simulated ? (
            <SimulatedForm auth={auth} name={name} onClose={onClose} />
          ) : (
            <RealForm key={auth.id} auth={auth} name={name} onClose={onClose} />
          ))}
      </Stack>
    </Modal>
  );
}
