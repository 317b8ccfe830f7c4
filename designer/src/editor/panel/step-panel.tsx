import type { FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import { Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconInfoTriangle, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { lookOf, nameOf, summaryOf, titleOf } from '../../describe/node-look.ts';
import { isFreeId, renameId } from '../../document/edit/rename-id.ts';
import { findNode } from '../../document/graph.ts';
import type { Problem } from '../../document/problems.ts';
import { PlaceButton } from '../../form/place-button.tsx';
import { useLanguage } from '../../words/dates.ts';
import { duplicateChosen } from '../editor-acts.ts';
import { currentOf } from '../editor-store.ts';
import { placeOf } from '../go-to-place.ts';
import classes from '../problems.module.css';
import { useDescriptor, useDocument, useEditor, useWorkplace } from '../use-editor.ts';
import { useRemoveChosen } from '../use-remove-chosen.ts';
import { HookAddress } from './hook-address.tsx';
import { StepPolicy } from './policy/step-policy.tsx';
import { StepConfig } from './step-config.tsx';
import { useEditStep } from './use-edit-step.ts';

function Names({ node, descriptor }: { node: FlowNode; descriptor: NodeDescriptor | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const disabled = !useEditor((state) => state.mayEdit);
  const edit = useEditStep(node);
  const title = descriptor === undefined ? node.type : titleOf(descriptor, language);
  return (
    <>
      <TextInput
        label={t('designer.name')}
        id="step-name"
        disabled={disabled}
        maxLength={200}
        placeholder={title}
        value={node.name ?? ''}
        onChange={(event) => edit('name', { name: event.target.value === '' ? undefined : event.target.value })}
      />
      <IdField key={node.id} node={node} disabled={disabled} />
    </>
  );
}

function IdField({ node, disabled }: { node: FlowNode; disabled: boolean }) {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const rename = (id: string) => {
    if (id === node.id) return true;
    if (!isFreeId(editor.store.getState().history.present, id)) return false;
    editor.edit(`rename ${id}`, (document) => renameId(document, node.id, id));
    editor.choose([id]);
    return true;
  };
  return (
    <TextInput
      label={t('designer.id')}
      description={t('designer.idHelp', { id: node.id })}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={disabled}
      defaultValue={node.id}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
      onBlur={(event) => {
        const done = rename(event.target.value);
        event.target.setCustomValidity(done ? '' : t('designer.idTaken'));
        if (!done) event.target.reportValidity();
      }}
    />
  );
}

/** The code field that a problem is in, by its path: `nodes.map.config.expression`, `nodes.map.input`. */
function toCode(node: FlowNode, { path }: Problem): { field: string; text: unknown } {
  const field = path.split('.').at(-1) ?? '';
  return { field, text: field === 'input' ? node.input : node.config?.[field] };
}

function Findings({ node, found, warning }: { node: FlowNode; found: readonly Problem[]; warning: boolean }) {
  const own = found.filter((problem) => problem.nodeId === node.id);
  const Icon = warning ? IconInfoTriangle : IconAlertTriangle;
  if (own.length === 0) return null;
  return (
    <ul className={classes.stepProblems} data-warning={warning}>
      {own.map((problem) => (
        <li key={`${problem.path} ${problem.code} ${problem.message}`}>
          <Icon size={16} stroke={1.5} aria-hidden />
          <span>{problem.message}</span>
          <PlaceButton {...toCode(node, problem)} position={placeOf(problem)} />
        </li>
      ))}
    </ul>
  );
}

function StepProblems({ node }: { node: FlowNode }) {
  const problems = useEditor((state) => state.problems);
  const warnings = useEditor((state) => state.warnings);
  return (
    <>
      <Findings node={node} found={problems} warning={false} />
      <Findings node={node} found={warnings} warning />
    </>
  );
}

function Acts() {
  const { t } = useTranslation();
  const { editor } = useWorkplace();
  const removeChosen = useRemoveChosen();
  return (
    <Group gap={8}>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconCopy size={14} stroke={1.5} aria-hidden />}
        onClick={() => duplicateChosen(editor)}
      >
        {t('designer.duplicate')}
      </Button>
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconTrash size={14} stroke={1.5} aria-hidden />}
        onClick={removeChosen}
      >
        {t('designer.deleteStep')}
      </Button>
    </Group>
  );
}

function Panel({ node }: { node: FlowNode }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const descriptor = useDescriptor(node.type);
  const mayEdit = useEditor((state) => state.mayEdit);
  const edit = useEditStep(node);
  return (
    <Stack gap={16} p={16}>
      <div>
        <Text size="xs" c="dimmed">
          {t(`kinds.${lookOf(descriptor)}`)}
        </Text>
        <Title order={2}>{nameOf(node, descriptor, language)}</Title>
        <Text size="xs" c="dimmed" mt={4}>
          {descriptor === undefined ? t('designer.unknownType', { type: node.type }) : summaryOf(descriptor, language)}
        </Text>
      </div>
      <StepProblems node={node} />
      {descriptor?.start === 'webhook' || descriptor?.start === 'file' ? <HookAddress nodeId={node.id} /> : null}
      <StepConfig node={node} descriptor={descriptor} />
      {descriptor !== undefined && <StepPolicy node={node} descriptor={descriptor} />}
      <Names node={node} descriptor={descriptor} />
      <Textarea
        label={t('designer.note')}
        disabled={!mayEdit}
        autosize
        minRows={2}
        maxLength={4_000}
        value={node.note ?? ''}
        onChange={(event) => edit('note', { note: event.target.value === '' ? undefined : event.target.value })}
      />
      {mayEdit && <Acts />}
    </Stack>
  );
}

/** Everything about the chosen step. */
export function StepPanel() {
  const document = useDocument();
  const id = useEditor(currentOf);
  const node = id === undefined ? undefined : findNode(document, id);
  return node === undefined ? null : <Panel key={node.id} node={node} />;
}
