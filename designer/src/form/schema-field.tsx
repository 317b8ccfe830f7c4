import type { Json } from '@invoicepatch/sdk';
import { NativeSelect, NumberInput, Switch, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../words/dates.ts';
import type { CodeSlot, FlowSlot } from './code-slot.ts';
import { JsonField } from './json-field.tsx';
import type { NestedForm } from './nested-form.ts';
import { RecordField } from './record-field.tsx';
import { RowsField } from './rows-field.tsx';
import { defaultOf, helpOf, hintOf, isRecord, labelOf, type Property, toField, toOptionLabel } from './schema.ts';

export interface FieldProps {
  readonly property: Property;
  readonly value: Json | undefined;
  readonly disabled: boolean;
  readonly fault: string | undefined;
  readonly code: ((slot: CodeSlot) => ReactNode) | undefined;
  readonly flow: ((slot: FlowSlot) => ReactNode) | undefined;
  readonly Form: NestedForm;
  onChange(value: Json | undefined): void;
}

/** Label, help and fault as every input takes them. */
function useFace({ property, disabled, fault }: FieldProps) {
  const label = labelOf(property, useLanguage());
  const description = helpOf(property.schema);
  return {
    label,
    required: property.required,
    disabled,
    ...(description === undefined ? {} : { description }),
    ...(fault === undefined ? {} : { error: fault }),
    inputWrapperOrder: ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[],
  };
}

const fromText = (text: string): Json | undefined => (text === '' ? undefined : text);
const toText = (value: Json | undefined): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

function ChoiceField({ options, ...props }: FieldProps & { options: readonly string[] }) {
  const { t } = useTranslation();
  const face = useFace(props);
  const standard = defaultOf(props.property.schema);
  const named = options.map((value) => ({ value, label: toOptionLabel(value) }));
  const data = standard === undefined ? [{ value: '', label: t('designer.notSet') }, ...named] : named;
  return (
    <NativeSelect
      {...face}
      data={data}
      value={toText(props.value ?? standard)}
      onChange={(event) => props.onChange(fromText(event.target.value))}
    />
  );
}

function TextsField(props: FieldProps) {
  const { t } = useTranslation();
  const face = useFace(props);
  const lines = Array.isArray(props.value) ? props.value.map(String).join('\n') : '';
  const toList = (text: string) => (text === '' ? undefined : text.split('\n'));
  return (
    <Textarea
      {...face}
      description={face.description ?? t('designer.onePerLine')}
      autosize
      minRows={2}
      maxRows={10}
      placeholder={hintOf(props.property.schema)}
      value={lines}
      onChange={(event) => props.onChange(toList(event.target.value))}
    />
  );
}

function NumberField(props: FieldProps) {
  const face = useFace(props);
  const value = typeof props.value === 'number' ? props.value : '';
  return (
    <NumberInput
      {...face}
      placeholder={hintOf(props.property.schema)}
      value={value}
      onChange={(next) => props.onChange(typeof next === 'number' ? next : undefined)}
    />
  );
}

function TextField({ long, ...props }: FieldProps & { long: boolean }) {
  const face = useFace(props);
  const shared = { ...face, placeholder: hintOf(props.property.schema), value: toText(props.value) };
  if (long)
    return (
      <Textarea
        {...shared}
        autosize
        minRows={2}
        maxRows={8}
        onChange={(event) => props.onChange(fromText(event.target.value))}
      />
    );
  return <TextInput {...shared} onChange={(event) => props.onChange(fromText(event.target.value))} />;
}

function SwitchField(props: FieldProps) {
  const { required: _required, inputWrapperOrder: _order, ...face } = useFace(props);
  return (
    <Switch
      {...face}
      checked={(props.value ?? defaultOf(props.property.schema)) === true}
      onChange={(event) => props.onChange(event.target.checked)}
    />
  );
}

function ObjectField(props: FieldProps) {
  const face = useFace(props);
  return (
    <fieldset style={{ border: 0, padding: '0 0 0 12px', margin: 0, borderLeft: '1px solid var(--ip-line)' }}>
      <legend style={{ fontWeight: 500, padding: 0 }}>{face.label}</legend>
      <props.Form
        schema={props.property.schema}
        value={isRecord(props.value) ? props.value : {}}
        disabled={props.disabled}
        onChange={(next) => props.onChange(next)}
      />
    </fieldset>
  );
}

/** The input that fits a property's schema. */
export function SchemaField(props: FieldProps) {
  const language = useLanguage();
  const field = toField(props.property.schema);
  const label = labelOf(props.property, language);
  switch (field.kind) {
    case 'text':
      return <TextField {...props} long={field.long} />;
    case 'number':
      return <NumberField {...props} />;
    case 'boolean':
      return <SwitchField {...props} />;
    case 'choice':
      return <ChoiceField {...props} options={field.options} />;
    case 'texts':
      return <TextsField {...props} />;
    case 'rows':
      return (
        <RowsField
          Form={props.Form}
          label={label}
          item={field.item}
          value={props.value}
          disabled={props.disabled}
          onChange={props.onChange}
        />
      );
    case 'record':
      return <RecordField label={label} value={props.value} disabled={props.disabled} onChange={props.onChange} />;
    case 'object':
      return <ObjectField {...props} />;
    case 'code':
      return (
        props.code?.({
          name: props.property.name,
          label,
          language: field.language,
          value: props.value,
          hint: hintOf(props.property.schema),
          help: helpOf(props.property.schema),
          onChange: props.onChange,
        }) ?? null
      );
    case 'flow':
      return props.flow?.({ label, value: props.value, fault: props.fault, onChange: props.onChange }) ?? null;
    case 'json':
      return (
        <JsonField
          label={label}
          hint={hintOf(props.property.schema)}
          value={props.value}
          disabled={props.disabled}
          help={helpOf(props.property.schema)}
          fault={props.fault}
          onChange={props.onChange}
        />
      );
  }
}
