import type { Json } from '@invoicepatch/sdk';
import { Button, Group, NativeSelect, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams } from 'react-router';
import { connectionApi, templateApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import type { Connection, Template, TemplateParameter } from '../api/wire.ts';
import { PicturedFlow } from '../canvas/pictured-flow.tsx';
import { JsonField } from '../form/json-field.tsx';
import { Loaded } from '../parts/feedback/loaded.tsx';
import { tellFault } from '../parts/feedback/tell.ts';
import classes from '../parts/page.module.css';
import { Page } from '../parts/page.tsx';
import { usePageTitle } from '../parts/use-page-title.ts';
import { useLanguage } from '../words/dates.ts';

type Choices = Readonly<Record<string, string>>;
type Parameters = Readonly<Record<string, Json>>;

function ConnectionChoice({
  auth,
  label,
  value,
  onChange,
}: {
  auth: string;
  label: string;
  value: string;
  onChange: (id: string) => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const connections = useQuery({ queryKey: keys.connections, queryFn: connectionApi.list });
  const fitting: readonly Connection[] = connections.data?.items.filter((connection) => connection.auth === auth) ?? [];
  const create = useMutation({
    mutationFn: () => connectionApi.createSimulated({ auth, name: `${label} (${t('connections.simulator')})` }),
    onSuccess: async (connection) => {
      await queries.invalidateQueries({ queryKey: keys.connections });
      onChange(connection.id);
    },
    onError: (thrown) => tellFault(thrown, t),
  });
  return (
    <Group align="flex-end" gap={8}>
      <NativeSelect
        flex={1}
        label={label}
        data={[
          { value: '', label: t('templates.choose') },
          ...fitting.map((one) => ({ value: one.id, label: one.name })),
        ]}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      <Button variant="default" loading={create.isPending} onClick={() => create.mutate()}>
        {t('templates.newSimulated')}
      </Button>
    </Group>
  );
}

function ParameterField({
  parameter,
  value,
  onChange,
}: {
  parameter: TemplateParameter;
  value: Json | undefined;
  onChange: (value: Json) => void;
}) {
  const language = useLanguage();
  const [label, help] = [parameter.title[language], parameter.help[language]];
  switch (parameter.type) {
    case 'text':
      return (
        <TextInput
          label={label}
          description={help}
          inputWrapperOrder={['label', 'input', 'description']}
          value={typeof value === 'string' ? value : ''}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'number':
      return (
        <NumberInput
          label={label}
          description={help}
          inputWrapperOrder={['label', 'input', 'description']}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => onChange(typeof next === 'number' ? next : null)}
        />
      );
    case 'json':
      return <JsonField label={label} help={help} value={value} onChange={(next) => onChange(next ?? null)} />;
  }
}

function Wizard({ template }: { template: Template }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState(template.title[language]);
  const [connections, setConnections] = useState<Choices>({});
  const [parameters, setParameters] = useState<Parameters>(
    Object.fromEntries(template.parameters.map((one) => [one.name, one.default])),
  );
  const wanted = Object.entries(template.connections);
  const complete = wanted.every(([slot]) => (connections[slot] ?? '') !== '') && name.trim() !== '';
  const create = useMutation({
    mutationFn: () => templateApi.import(template.slug, { name, connections, parameters }),
    onSuccess: async (flow) => {
      await queries.invalidateQueries({ queryKey: keys.flows });
      await navigate(`/flows/${flow.id}`);
    },
    onError: (thrown) => tellFault(thrown, t),
  });
  return (
    <Stack maw={640} gap={16}>
      <TextInput
        label={t('shell.name')}
        value={name}
        maxLength={200}
        onChange={(event) => setName(event.target.value)}
      />
      {wanted.length > 0 && <Title order={2}>{t('templates.connectionsStep')}</Title>}
      {wanted.map(([slot, { auth, title }]) => (
        <ConnectionChoice
          key={slot}
          auth={auth}
          label={title[language]}
          value={connections[slot] ?? ''}
          onChange={(id) => setConnections((old) => ({ ...old, [slot]: id }))}
        />
      ))}
      {template.parameters.length > 0 && <Title order={2}>{t('templates.settingsStep')}</Title>}
      {template.parameters.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={parameters[parameter.name]}
          onChange={(value) => setParameters((old) => ({ ...old, [parameter.name]: value }))}
        />
      ))}
      <Group>
        <Button disabled={!complete} loading={create.isPending} onClick={() => create.mutate()}>
          {t('templates.create')}
        </Button>
      </Group>
    </Stack>
  );
}

function TemplateView({ template }: { template: Template }) {
  const { t } = useTranslation();
  const language = useLanguage();
  usePageTitle(template.title[language]);
  return (
    <Page title={template.title[language]}>
      <Text maw={720} mb={24}>
        {template.summary[language]}
      </Text>
      <div className={classes.picture}>
        <PicturedFlow document={template.document} label={t('templates.picture')} />
      </div>
      <Wizard template={template} />
    </Page>
  );
}

export function TemplatePage() {
  const { slug = '' } = useParams();
  const template = useQuery({ queryKey: keys.template(slug), queryFn: () => templateApi.get(slug) });
  return <Loaded query={template}>{(data) => <TemplateView template={data} />}</Loaded>;
}
