import type { Json } from '@invoicepatch/sdk';
import { Modal, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { templateApi } from '../../api/connection-api.ts';
import { keys } from '../../api/query-keys.ts';
import type { TemplateParameter } from '../../api/wire.ts';
import { JsonField } from '../../form/json-field.tsx';
import { useLanguage } from '../../words/dates.ts';
import { useDocument, useEditor, useWorkplace } from '../use-editor.ts';

interface FieldProps {
  readonly label: string;
  readonly help: string;
  readonly value: Json;
  readonly disabled: boolean;
  onChange(value: Json): void;
}

const order = ['label', 'input', 'description'] as const;

function ValueField({ label, help, value, disabled, onChange }: FieldProps) {
  const shared = { label, description: help, disabled, inputWrapperOrder: [...order] };
  if (typeof value === 'string') {
    return <TextInput {...shared} value={value} onChange={(event) => onChange(event.target.value)} />;
  }
  if (typeof value === 'number') {
    return <NumberInput {...shared} value={value} onChange={(next) => typeof next === 'number' && onChange(next)} />;
  }
  return (
    <JsonField
      label={label}
      help={help}
      value={value}
      disabled={disabled}
      onChange={(next) => next !== undefined && onChange(next)}
    />
  );
}

/** What the template said about its parameters; a flow without a template has only their names. */
function useParameterWords(): (name: string) => { label: string; help: string } {
  const language = useLanguage();
  const slug = useEditor((state) => state.flow.templateSlug);
  const template = useQuery({
    queryKey: keys.template(slug ?? ''),
    queryFn: () => templateApi.get(slug ?? ''),
    enabled: slug !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (name) => {
    const known: TemplateParameter | undefined = template.data?.parameters.find((one) => one.name === name);
    return { label: known?.title[language] ?? name, help: `${known?.help[language] ?? ''} $parameters.${name}`.trim() };
  };
}

/** The flow's own values, which its expressions read as `$parameters`. */
export function ValuesDialog() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const disabled = !useEditor((state) => state.mayEdit);
  const parameters = useDocument().parameters ?? {};
  const wordsOf = useParameterWords();
  const change = (name: string, value: Json) =>
    editor.edit(`value ${name}`, (document) => ({
      ...document,
      parameters: { ...document.parameters, [name]: value },
    }));
  return (
    <Modal
      opened
      onClose={() => editor.open(undefined)}
      title={t('designer.values')}
      size={640}
      closeButtonProps={{ 'aria-label': t('shell.close') }}
    >
      <Stack gap={16}>
        <Text c="dimmed">{t('designer.valuesText')}</Text>
        {Object.entries(parameters).map(([name, value]) => (
          <ValueField
            key={name}
            {...wordsOf(name)}
            value={value}
            disabled={disabled}
            onChange={(next) => change(name, next)}
          />
        ))}
      </Stack>
    </Modal>
  );
}
