import type { Json } from '@invoicepatch/sdk';

/** A field that holds an expression or a rule, for whoever draws it. */
export interface CodeSlot {
  readonly name: string;
  readonly label: string;
  readonly language: 'jsonata' | 'json-logic';
  readonly value: Json | undefined;
  readonly hint: string;
  onChange(value: Json | undefined): void;
}
