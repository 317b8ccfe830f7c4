import { Input } from '@mantine/core';
import { lazy, Suspense, useId } from 'react';
import { CodeField } from '../form/code-field.tsx';
import type { Assist } from './assist-extensions.ts';

const ExpressionEditor = lazy(async () => ({
  default: (await import('./expression-editor.tsx')).ExpressionEditor,
}));

interface Props {
  /** What error messages call the field by. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly hint?: string;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
  readonly disabled?: boolean;
  readonly language?: 'jsonata' | 'javascript';
  readonly assist?: Assist;
  onChange(value: string): void;
}

/** An expression, or JavaScript: an editor that knows what can stand there, and until it is loaded a plain text. */
export function ExpressionField(props: Props) {
  const { name, label, value, hint = '', help, fault, disabled = false, language, assist, onChange } = props;
  const id = useId();
  const described = [...(help === undefined ? [] : [`${id}-help`]), ...(fault === undefined ? [] : [`${id}-fault`])];
  return (
    <Suspense fallback={<CodeField {...props} />}>
      <Input.Wrapper
        label={label}
        labelElement="div"
        description={help}
        descriptionProps={{ id: `${id}-help` }}
        error={fault}
        errorProps={{ id: `${id}-fault` }}
        inputWrapperOrder={['label', 'input', 'error', 'description']}
      >
        <ExpressionEditor
          name={name}
          value={value}
          hint={hint}
          disabled={disabled}
          label={label}
          describedBy={described.length === 0 ? undefined : described.join(' ')}
          invalid={fault !== undefined}
          language={language}
          assist={assist}
          onChange={onChange}
        />
      </Input.Wrapper>
    </Suspense>
  );
}
