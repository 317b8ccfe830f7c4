import type { FlowNode, NodeDescriptor } from '@invoicepatch/sdk';
import type { TFunction } from 'i18next';
import type { Language } from '../words/language.ts';
import { countFields } from './count-fields.ts';
import { lookOf, summaryOf, titleOf } from './node-look.ts';
import { toRuleSentence } from './rule-sentence.ts';

interface Knowledge {
  readonly descriptor: NodeDescriptor | undefined;
  /** Name of the node's connection, when it has one that exists. */
  readonly connection: string | undefined;
  readonly language: Language;
  readonly t: TFunction;
}

function ofTransform(node: FlowNode, { t }: Knowledge): string {
  const expression = node.config?.['expression'];
  if (typeof expression !== 'string' || expression.trim() === '') return t('summaries.noExpression');
  const count = countFields(expression);
  return count === undefined
    ? t('summaries.expression', { text: expression.trim() })
    : t('summaries.fields', { count });
}

function ofRule(node: FlowNode, { t }: Knowledge): string {
  const logic = node.config?.['logic'];
  return logic === undefined ? t('summaries.noRule') : t('summaries.ruleIf', { text: toRuleSentence(logic, t) });
}

function ofAct(node: FlowNode, { descriptor, connection, language, t }: Knowledge): string {
  if (descriptor === undefined) return node.type;
  if (descriptor.auth === undefined) return summaryOf(descriptor, language);
  if (connection === undefined) return t('summaries.noConnection');
  return t('summaries.acts', { act: titleOf(descriptor, language), place: connection });
}

function ofControl(node: FlowNode, { descriptor, language }: Knowledge): string {
  const question = node.config?.['question'];
  if (typeof question === 'string' && question !== '') return question;
  return descriptor === undefined ? node.type : summaryOf(descriptor, language);
}

/** One line that says what a step does as it is configured. */
export function toSummary(node: FlowNode, knowledge: Knowledge): string {
  const { descriptor, t } = knowledge;
  switch (lookOf(descriptor)) {
    case 'transform':
      return ofTransform(node, knowledge);
    case 'rule':
      return ofRule(node, knowledge);
    case 'loop': {
      const items = node.config?.['items'];
      return typeof items === 'string' && items !== '$' && items !== ''
        ? t('designer.forEach', { list: items })
        : t('designer.eachItem');
    }
    case 'control':
      return ofControl(node, knowledge);
    case 'trigger':
    case 'connector':
      return ofAct(node, knowledge);
    case 'unknown':
      return node.type;
  }
}
