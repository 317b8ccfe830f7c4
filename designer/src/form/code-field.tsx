import { Textarea } from '@mantine/core';
import type { KeyboardEvent } from 'react';

interface Props {
  /** What error messages call the field by. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
  readonly disabled?: boolean;
  onChange(value: string): void;
}

const closing: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };

/** Enter keeps the indent and opens brackets out. Tab is left to the browser: it leads out of the field. */
function onCodeKey(event: KeyboardEvent<HTMLTextAreaElement>, onChange: (value: string) => void): void {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const area = event.currentTarget;
  const before = area.value.slice(0, area.selectionStart);
  const after = area.value.slice(area.selectionEnd);
  const indent = /(?:^|\n)([ \t]*)[^\n]*$/.exec(before)?.[1] ?? '';
  const opener = before.at(-1) ?? '';
  const opens = closing[opener] !== undefined;
  const tail = opens && after.startsWith(closing[opener] ?? '\0') ? `\n${indent}` : '';
  const inserted = `\n${indent}${opens ? '  ' : ''}`;
  event.preventDefault();
  onChange(before + inserted + tail + after);
  const caret = before.length + inserted.length;
  requestAnimationFrame(() => area.setSelectionRange(caret, caret));
}

/** An expression, in the typeface of expressions. */
export function CodeField({ name, label, value, hint = '', help, fault, disabled = false, onChange }: Props) {
  return (
    <Textarea
      data-code={name}
      label={label}
      description={help}
      error={fault}
      disabled={disabled}
      placeholder={hint}
      autosize
      minRows={4}
      maxRows={24}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13, lineHeight: '20px' } }}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      value={value}
      onKeyDown={(event) => onCodeKey(event, onChange)}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
