import type { Json } from '@invoicepatch/sdk';

/** A field that holds an expression or a rule, for whoever draws it. */
export interface CodeSlot {
  readonly name: string;
  readonly label: string;
  readonly language: 'jsonata' | 'json-logic' | 'javascript';
  readonly help?: string | undefined;
  readonly value: Json | undefined;
  readonly hint: string;
  onChange(value: Json | undefined): void;
}

/** A field that names another flow, for whoever knows the flows. */
export interface FlowSlot {
  readonly label: string;
  readonly value: Json | undefined;
  readonly fault: string | undefined;
  onChange(value: Json | undefined): void;
}
