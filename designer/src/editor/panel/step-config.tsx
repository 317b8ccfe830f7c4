import type { FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import { Button, NativeSelect, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ExpressionField } from '../../expression/expression-field.tsx';
import type { CodeSlot } from '../../form/code-slot.ts';
import { JsonField } from '../../form/json-field.tsx';
import { labelOf, listProperties, toSkeleton } from '../../form/schema.ts';
import { SchemaForm } from '../../form/schema-form.tsx';
import { useLanguage } from '../../words/dates.ts';
import { useEditor, useWorkplace } from '../use-editor.ts';
import { FlowChoice } from './flow-choice.tsx';
import { TryOut } from './try-out.tsx';
import { useEditStep } from './use-edit-step.ts';
import { useStepAssist } from './use-step-assist.ts';

interface Props {
  readonly node: FlowNode;
  readonly descriptor: NodeDescriptor | undefined;
}

/** An expression or a rule, with what it makes of a sample below. */
function Code({ slot, node }: { slot: CodeSlot; node: FlowNode }) {
  const assist = useStepAssist(node, slot.name);
  const disabled = !useEditor((state) => state.mayEdit);
  if (slot.language === 'json-logic') {
    return (
      <div>
        <JsonField
          label={slot.label}
          hint={slot.hint}
          value={slot.value}
          disabled={disabled}
          minRows={5}
          onChange={slot.onChange}
        />
        {!disabled && (
          <TryOut
            node={node}
            field={slot.name}
            trial={slot.value === undefined ? undefined : { language: 'json-logic', logic: slot.value }}
          />
        )}
      </div>
    );
  }
  const text = typeof slot.value === 'string' ? slot.value : '';
  if (slot.language === 'javascript') {
    return (
      <ExpressionField
        name={slot.name}
        language="javascript"
        label={slot.label}
        hint={slot.hint}
        help={slot.help}
        value={text}
        disabled={disabled}
        onChange={(next) => slot.onChange(next === '' ? undefined : next)}
      />
    );
  }
  return (
    <div>
      <ExpressionField
        name={slot.name}
        assist={assist}
        label={slot.label}
        hint={slot.hint}
        value={text}
        disabled={disabled}
        onChange={(next) => slot.onChange(next === '' ? undefined : next)}
      />
      {!disabled && (
        <TryOut
          node={node}
          field={slot.name}
          trial={text.trim() === '' ? undefined : { language: 'jsonata', expression: text }}
        />
      )}
    </div>
  );
}

function ConnectionField({ node, auth }: { node: FlowNode; auth: string }) {
  const { t } = useTranslation();
  const { connections, catalog } = useWorkplace();
  const disabled = !useEditor((state) => state.mayEdit);
  const edit = useEditStep(node);
  const fitting = connections.filter((connection) => connection.auth === auth);
  const system = catalog.connectors.find((connector) => connector.auth?.id === auth)?.title ?? auth;
  const options = fitting.map((connection) => ({ value: connection.id, label: connection.name }));
  const known = node.connection === undefined || options.some((option) => option.value === node.connection);
  const data = [
    { value: '', label: t('designer.notSet') },
    ...(known ? [] : [{ value: node.connection ?? '', label: node.connection ?? '' }]),
    ...options,
  ];
  return (
    <div>
      <NativeSelect
        label={t('designer.connection')}
        disabled={disabled}
        data={data}
        value={node.connection ?? ''}
        onChange={(event) =>
          edit('connection', { connection: event.target.value === '' ? undefined : event.target.value })
        }
      />
      {fitting.length === 0 && (
        <Text size="xs" mt={4}>
          {t('designer.noConnection', { system })} <Link to="/connections">{t('designer.addConnection')}</Link>
        </Text>
      )}
    </div>
  );
}

function InputField({ node, descriptor }: { node: FlowNode; descriptor: NodeDescriptor }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const disabled = !useEditor((state) => state.mayEdit);
  const edit = useEditStep(node);
  const expected = listProperties(descriptor.input);
  const assist = useStepAssist(node, 'input');
  const text = node.input ?? '';
  return (
    <div>
      <ExpressionField
        name="input"
        assist={assist}
        label={t('designer.input')}
        help={t('designer.inputHelp')}
        hint="$"
        value={text}
        disabled={disabled}
        onChange={(next) => edit('input', { input: next === '' ? undefined : next })}
      />
      {expected.length > 0 && (
        <Text size="xs" c="dimmed" mt={8}>
          {t('designer.expects')}:{' '}
          {expected
            .map(
              (property) =>
                `${property.name} (${labelOf(property, language)}${property.required ? `, ${t('designer.required')}` : ''})`,
            )
            .join(' · ')}
        </Text>
      )}
      {expected.length > 0 && text.trim() === '' && !disabled && (
        <Button
          mt={4}
          size="compact-xs"
          variant="subtle"
          onClick={() => edit('input', { input: toSkeleton(descriptor.input) })}
        >
          {t('designer.insertSkeleton')}
        </Button>
      )}
      {!disabled && text.trim() !== '' && (
        <TryOut node={node} field="input" trial={{ language: 'jsonata', expression: text }} />
      )}
    </div>
  );
}

export function StepConfig({ node, descriptor }: Props) {
  const { t } = useTranslation();
  const disabled = !useEditor((state) => state.mayEdit);
  const faults = useEditor((state) => state.problems).filter((problem) => problem.nodeId === node.id);
  const edit = useEditStep(node);
  if (descriptor === undefined) {
    return <JsonField label={t('designer.configure')} value={node.config} disabled onChange={() => undefined} />;
  }
  const byField = new Map(faults.map((problem) => [problem.path.split('.').at(-1) ?? '', problem.message]));
  return (
    <Stack gap={16}>
      {descriptor.auth !== undefined && <ConnectionField node={node} auth={descriptor.auth} />}
      <SchemaForm
        schema={descriptor.config}
        value={node.config ?? {}}
        disabled={disabled}
        faults={byField}
        code={(slot) => <Code slot={slot} node={node} />}
        flow={(slot) => <FlowChoice {...slot} />}
        onChange={(config, field) => edit(`config ${field}`, { config })}
      />
      {descriptor.input !== undefined && <InputField node={node} descriptor={descriptor} />}
    </Stack>
  );
}
