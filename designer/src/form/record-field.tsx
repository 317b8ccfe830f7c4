import type { Json } from '@invoicepatch/sdk';
import { ActionIcon, Button, Group, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './form.module.css';
import { isRecord } from './schema.ts';

interface Props {
  readonly label: string;
  readonly value: Json | undefined;
  readonly disabled: boolean;
  onChange(value: Json | undefined): void;
}

type Pair = readonly [key: string, value: string];

const toPairs = (value: Json | undefined): Pair[] =>
  isRecord(value) ? Object.entries(value).map(([key, item]) => [key, String(item)]) : [];

/** Names and values, as of headers. A pair without a name stays on the screen and goes nowhere. */
export function RecordField({ label, value, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const [pairs, setPairs] = useState<readonly Pair[]>(() => toPairs(value));
  const change = (next: readonly Pair[]) => {
    setPairs(next);
    onChange(Object.fromEntries(next.filter(([key]) => key !== '')));
  };
  const replace = (index: number, pair: Pair) => change(pairs.map((old, at) => (at === index ? pair : old)));
  return (
    <fieldset className={classes.rows} disabled={disabled}>
      <legend>{label}</legend>
      {pairs.map(([key, text], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the name changes while it is typed
        <Group key={index} gap={4} mb={4} wrap="nowrap">
          <TextInput
            aria-label={t('designer.key')}
            placeholder={t('designer.key')}
            value={key}
            onChange={(event) => replace(index, [event.target.value, text])}
          />
          <TextInput
            flex={1}
            aria-label={t('designer.value')}
            placeholder={t('designer.value')}
            value={text}
            onChange={(event) => replace(index, [key, event.target.value])}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('designer.removeRow', { number: index + 1 })}
            onClick={() => change(pairs.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
        onClick={() => setPairs([...pairs, ['', '']])}
      >
        {t('designer.addRow')}
      </Button>
    </fieldset>
  );
}
