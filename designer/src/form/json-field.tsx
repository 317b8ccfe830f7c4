import type { Json } from '@invoicepatch/sdk';
import { Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly label: string;
  /** Names the field where no label is shown. */
  readonly ariaLabel?: string;
  readonly value: Json | undefined;
  readonly hint?: string;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
  readonly disabled?: boolean;
  readonly minRows?: number;
  readonly maxRows?: number;
  onChange(value: Json | undefined): void;
}

type Reading = { readonly value: Json | undefined } | { readonly reason: string };

export function readJson(text: string): Reading {
  if (text.trim() === '') return { value: undefined };
  try {
    const value: Json = JSON.parse(text);
    return { value };
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

const write = (value: Json | undefined) => (value === undefined ? '' : JSON.stringify(value, null, 2));

/** JSON as text. What is not JSON yet stays in the field, with its fault, and goes nowhere. */
export function JsonField({
  label,
  ariaLabel,
  value,
  hint = '',
  help,
  fault,
  disabled = false,
  minRows = 3,
  maxRows = 18,
  onChange,
}: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(() => write(value));
  const reading = readJson(text);
  useEffect(() => {
    // Somebody else changed the value, as undo does: the field shows it, unless it says the same already.
    setText((shown) => {
      const shownReading = readJson(shown);
      return 'value' in shownReading && JSON.stringify(shownReading.value) === JSON.stringify(value)
        ? shown
        : write(value);
    });
  }, [value]);
  const onText = (next: string) => {
    setText(next);
    const read = readJson(next);
    if ('value' in read) onChange(read.value);
  };
  const error = 'reason' in reading ? t('designer.notJson', { reason: reading.reason }) : fault;
  return (
    <Textarea
      label={label === '' ? undefined : label}
      aria-label={ariaLabel}
      description={help}
      error={error}
      disabled={disabled}
      placeholder={hint}
      autosize
      minRows={minRows}
      maxRows={maxRows}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13, lineHeight: '20px' } }}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
}
