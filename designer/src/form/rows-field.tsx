import type { Json } from '@invoicepatch/sdk';
import { ActionIcon, Button, Stack } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './form.module.css';
import type { NestedForm } from './nested-form.ts';

interface Props {
  readonly label: string;
  readonly item: Json;
  readonly Form: NestedForm;
  readonly value: Json | undefined;
  readonly disabled: boolean;
  onChange(value: Json | undefined): void;
}

/** A list of objects, each a row of fields. */
export function RowsField({ label, item, Form, value, disabled, onChange }: Props) {
  const { t } = useTranslation();
  const rows: readonly Json[] = Array.isArray(value) ? value : [];
  const replace = (index: number, next: Json) => onChange(rows.map((row, at) => (at === index ? next : row)));
  const remove = (index: number) => onChange(rows.filter((_, at) => at !== index));
  return (
    <fieldset className={classes.rows} disabled={disabled}>
      <legend>{label}</legend>
      <Stack gap={8}>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row has no other name than its place
          <div key={index} className={classes.row}>
            <Form schema={item} value={row} disabled={disabled} onChange={(next) => replace(index, next)} />
            <ActionIcon
              className={classes.removeRow}
              variant="subtle"
              color="gray"
              aria-label={t('designer.removeRow', { number: index + 1 })}
              onClick={() => remove(index)}
            >
              <IconTrash size={16} stroke={1.5} aria-hidden />
            </ActionIcon>
          </div>
        ))}
      </Stack>
      <Button
        mt={8}
        size="compact-sm"
        variant="subtle"
        leftSection={<IconPlus size={14} stroke={1.5} aria-hidden />}
        onClick={() => onChange([...rows, {}])}
      >
        {t('designer.addRow')}
      </Button>
    </fieldset>
  );
}
