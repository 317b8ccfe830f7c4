import type { FlowNode, NodeDescriptor, RetryPolicy } from '@invoicepatch/sdk';
import { NativeSelect } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { findParent, scopeOf } from '../../../document/graph.ts';
import { BoundedNumber } from '../../../form/bounded-number.tsx';
import { toDurationText, useLanguage } from '../../../words/dates.ts';
import type { Language } from '../../../words/language.ts';
import { useDocument, useEditor } from '../../use-editor.ts';
import { useEditStep } from '../use-edit-step.ts';
import classes from './policy.module.css';
import { listPolicyFields, type PolicyField, type Said, sayPolicy } from './policy-fields.ts';

const order = ['label', 'input', 'description', 'error'] as const;
const second = 1_000;
const yearMs = 366 * 86_400_000;

interface FieldProps {
  readonly node: FlowNode;
  readonly disabled: boolean;
  readonly fault: string | undefined;
}

function OnErrorField({ node, disabled, fault }: FieldProps) {
  const { t } = useTranslation();
  const edit = useEditStep(node);
  const onPick = (picked: string) =>
    edit('onError', { onError: picked === 'continue' || picked === 'branch' ? picked : undefined });
  return (
    <NativeSelect
      label={t('policy.onError')}
      description={node.onError === 'branch' ? t('policy.branchHelp') : undefined}
      error={fault}
      inputWrapperOrder={[...order]}
      disabled={disabled}
      data={(['stop', 'continue', 'branch'] as const).map((value) => ({ value, label: t(`policy.onError-${value}`) }))}
      value={node.onError ?? 'stop'}
      onChange={(event) => onPick(event.target.value)}
    />
  );
}

function RetryFields({ node, disabled, fault }: FieldProps) {
  const { t } = useTranslation();
  const edit = useEditStep(node);
  const { retry } = node;
  const change = (field: string, more: Partial<RetryPolicy>) =>
    retry !== undefined && edit(`retry ${field}`, { retry: { ...retry, ...more } });
  return (
    <>
      <BoundedNumber
        label={t('policy.attempts')}
        help={t('policy.attemptsHelp')}
        fault={fault}
        disabled={disabled}
        value={retry?.attempts}
        least={1}
        most={100}
        usual={10}
        onChange={(attempts) =>
          edit('retry attempts', { retry: attempts === undefined ? undefined : { ...retry, attempts } })
        }
      />
      {retry !== undefined && retry.attempts > 1 && (
        <div className={classes.waits}>
          <BoundedNumber
            label={t('policy.firstWait')}
            disabled={disabled}
            value={retry.firstWaitMs}
            least={100}
            most={3_600_000}
            scale={second}
            unit=" s"
            usual={1_000}
            onChange={(firstWaitMs) => change('firstWaitMs', { firstWaitMs })}
          />
          <BoundedNumber
            label={t('policy.longestWait')}
            disabled={disabled}
            value={retry.longestWaitMs}
            least={100}
            most={86_400_000}
            scale={second}
            unit=" s"
            usual={120_000}
            onChange={(longestWaitMs) => change('longestWaitMs', { longestWaitMs })}
          />
        </div>
      )}
    </>
  );
}

function TimeField({ node, disabled, fault }: FieldProps) {
  const { t } = useTranslation();
  const edit = useEditStep(node);
  return (
    <BoundedNumber
      label={t('policy.timeout')}
      help={t('policy.timeoutHelp')}
      fault={fault}
      disabled={disabled}
      value={node.timeoutMs}
      least={second}
      most={yearMs}
      scale={second}
      unit=" s"
      onChange={(timeoutMs) => edit('timeoutMs', { timeoutMs })}
    />
  );
}

function JoinField({ node, disabled, fault }: FieldProps) {
  const { t } = useTranslation();
  const edit = useEditStep(node);
  return (
    <NativeSelect
      label={t('policy.join')}
      error={fault}
      disabled={disabled}
      data={(['all', 'first'] as const).map((value) => ({ value, label: t(`policy.join-${value}`) }))}
      value={node.join ?? 'all'}
      onChange={(event) => edit('join', { join: event.target.value === 'first' ? 'first' : undefined })}
    />
  );
}

const inputs = { onError: OnErrorField, retry: RetryFields, timeoutMs: TimeField, join: JoinField };

function toWords(said: Said, t: TFunction, language: Language): string {
  switch (said.kind) {
    case 'tries':
      return t('policy.said-tries', { count: said.count });
    case 'error':
      return t(`policy.said-${said.onError}`);
    case 'time':
      return t('policy.said-time', { time: toDurationText(said.ms, language) });
    case 'first':
      return t('policy.said-first');
  }
}

/** What a step does when it fails, how long it may take, and what it waits for; folded, with what is set in one line. */
export function StepPolicy({ node, descriptor }: { node: FlowNode; descriptor: NodeDescriptor }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const document = useDocument();
  const disabled = !useEditor((state) => state.mayEdit);
  const problems = useEditor((state) => state.problems);
  const fields = listPolicyFields(node, descriptor, scopeOf(document, findParent(document, node.id)));
  if (fields.length === 0) return null;
  const faultOf = (field: PolicyField) =>
    problems.find(({ nodeId, path }) => nodeId === node.id && path.split('.').at(-1) === field)?.message;
  const said = sayPolicy(node).map((each) => toWords(each, t, language));
  const usual = fields.includes('retry') ? t('policy.usualTries') : t('policy.usual');
  return (
    <details className={classes.section} open={fields.some((field) => faultOf(field) !== undefined) || undefined}>
      <summary>
        <b>{t('policy.title')}</b>
        <IconChevronDown size={16} stroke={1.5} aria-hidden />
        <span className={classes.said}>{said.length === 0 ? usual : said.join(' · ')}</span>
      </summary>
      <div className={classes.fields}>
        {fields.map((field) => {
          const Input = inputs[field];
          return <Input key={field} node={node} disabled={disabled} fault={faultOf(field)} />;
        })}
      </div>
    </details>
  );
}
