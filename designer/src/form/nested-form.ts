import type { Json } from '@invoicepatch/sdk';
import type { ComponentType } from 'react';

/** The form for an object inside a form: handed down, because forms hold fields and fields hold forms. */
export type NestedForm = ComponentType<{
  readonly schema: Json | undefined;
  readonly value: Json | undefined;
  readonly disabled?: boolean;
  readonly onChange: (value: { readonly [key: string]: Json }) => void;
}>;
