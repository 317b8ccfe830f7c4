import type { Json } from '@invoicepatch/sdk';
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { CodeSlot, FlowSlot } from './code-slot.ts';
import { isRecord, listProperties } from './schema.ts';
import { SchemaField } from './schema-field.tsx';

export type Values = { readonly [key: string]: Json };

interface Props {
  readonly schema: Json | undefined;
  readonly value: Json | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: Values, field: string) => void;
  /** Draws expressions and rules, which need a sample to be tried on. */
  readonly code?: (slot: CodeSlot) => ReactNode;
  /** Draws the choice of another flow. */
  readonly flow?: (slot: FlowSlot) => ReactNode;
  /** What is wrong with a field, by its name. */
  readonly faults?: ReadonlyMap<string, string>;
}

function withField(value: Json | undefined, name: string, next: Json | undefined): Values {
  const { [name]: _old, ...rest } = isRecord(value) ? value : {};
  return next === undefined ? rest : { ...(isRecord(value) ? value : {}), [name]: next };
}

/** A form for an object schema: one field for each property. What it does not know it shows as JSON, and never drops. */
export function SchemaForm({ schema, value, disabled = false, onChange, code, flow, faults }: Props) {
  return (
    <Stack gap={16}>
      {listProperties(schema).map((property) => (
        <SchemaField
          key={property.name}
          property={property}
          value={isRecord(value) ? value[property.name] : undefined}
          disabled={disabled}
          fault={faults?.get(property.name)}
          code={code}
          flow={flow}
          Form={SchemaForm}
          onChange={(next) => onChange(withField(value, property.name, next), property.name)}
        />
      ))}
    </Stack>
  );
}
