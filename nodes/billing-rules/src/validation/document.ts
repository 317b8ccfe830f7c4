import { z } from '@invoicepatch/sdk';
import { daySchema } from '../calendar/day-schema.ts';
import { provinceSchema } from '../calendar/province.ts';
import { decimalText } from '../money/decimal-schema.ts';
import { given } from '../money/given.ts';
import { taxNames } from '../tax/rates.ts';
import { supplies } from '../tax/taxes-of-supply.ts';
import { isZone } from '../zones/zone.ts';
import { limitFields } from './limits.ts';

const text = given(z.string().max(4_000));
const money = given(decimalText);
const day = given(daySchema);
const flag = given(z.boolean());
const time = given(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'Write a time of day like 07:30.' }));
const point = given(z.tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)]));
/** A day, or a time that begins with one. */
const moment = z.preprocess((value) => (typeof value === 'string' ? value.slice(0, 10) : value), day);
/** A list; left out and `null` mean an empty one. */
function some<T extends z.ZodType>(schema: T, most = 2_000) {
  return z
    .array(schema)
    .max(most)
    .nullish()
    .transform((list): readonly z.output<T>[] => list ?? []);
}

const configSchema = z.looseObject(limitFields);

const vendorSchema = z.looseObject({
  id: text,
  name: text,
  status: text,
  gst_registered: flag,
  bank: given(z.looseObject({ fingerprint: text, changed_on: day, verified: flag })),
  clearance_valid_to: day,
  insurance_valid_to: day,
  attestation_valid_to: day,
  /** Contracts of the calendar year between the two in Quebec, before tax. */
  qc_contracts_total: money,
});

const contractSchema = z.looseObject({
  number: text,
  currency: text,
  site_province: provinceSchema,
  site: point,
  /** IANA name; the clock on the wall is taken as it is when left out. */
  zone: given(z.string().refine(isZone, { error: 'Write a time zone like America/Toronto.' })),
  start: day,
  end: day,
  terms_days: given(z.number().int().min(0).max(3_650)),
  holdback_percent: money,
  po_required: flag,
  increment_min: given(z.number().int().min(1).max(60)),
  markup_percent: money,
  caps: given(z.looseObject({ mileage: money, per_diem: money })),
  overtime: text,
  proper_invoice: flag,
  /** What is supplied, and whether a licensed buyer resells it; a construction contract when left out. */
  supply: given(z.enum(supplies)),
  for_resale: flag,
  preapproved: flag,
});

const entrySchema = z.looseObject({
  id: z.string().max(200),
  worker: z.string().max(200),
  job: text,
  date: daySchema,
  start: time,
  end: time,
  hours: decimalText,
  type: text,
  status: text,
  at: point,
  created: moment,
  billed_on: text,
  preapproved: flag,
});

const lineSchema = z.looseObject({
  kind: z.string().max(100),
  description: text,
  role: text,
  type: text,
  entries: some(z.string().max(200), 50_000),
  qty: money,
  rate: money,
  amount: decimalText,
  category: text,
  receipt: flag,
  cost: money,
  change_order: text,
  item: text,
  agent: flag,
  preapproved: flag,
  supply: given(z.enum(supplies)),
});

const invoiceSchema = z.looseObject({
  number: text,
  date: daySchema,
  period_from: day,
  period_to: day,
  due: day,
  currency: text,
  po: text,
  contract_ref: text,
  buyer: text,
  terms: text,
  vendor_address: text,
  pay_to: text,
  gst_number: text,
  qst_number: text,
  preapproved: flag,
  lines: some(lineSchema),
  subtotal: money,
  taxes: some(z.looseObject({ tax: z.enum(taxNames), amount: decimalText })),
  holdback: money,
  total: money,
});

const historySchema = z.looseObject({
  vendor: text,
  number: text,
  date: daySchema,
  total: decimalText,
  po: text,
  status: text,
  void: flag,
});

/** An invoice with all that it is checked against. Fields of other names are left alone. */
export const checkDocumentSchema = z.looseObject({
  received: daySchema,
  config: given(configSchema),
  vendor: vendorSchema,
  contract: contractSchema,
  po: given(z.looseObject({ number: text, status: text, limit: money, billed: money })),
  rate_card: some(z.looseObject({ role: z.string(), type: z.string(), rate: decimalText, from: daySchema, to: day })),
  time_entries: some(entrySchema, 50_000),
  history: some(historySchema, 20_000),
  invoice: invoiceSchema,
  change_orders: some(z.looseObject({ number: text, status: text })),
  /** Schedule of values, with what was billed before. */
  sov: given(z.array(z.looseObject({ item: z.string(), scheduled: decimalText, billed: money })).max(2_000)),
  rate_history: some(z.looseObject({ worker: text, role: text, type: text, rates: z.array(decimalText) })),
  /** Fingerprints of accounts that employees are paid on. */
  employee_banks: some(z.string(), 20_000),
  /** How many amounts of the vendor begin with 1, 2, … 9. */
  population_first_digits: given(z.array(z.number().int().min(0)).length(9)),
  /** Hours of the weeks before. */
  week_history: some(decimalText.transform(Number)),
});

export type CheckDocument = z.output<typeof checkDocumentSchema>;
export type DocumentLine = CheckDocument['invoice']['lines'][number];
export type DocumentEntry = CheckDocument['time_entries'][number];
export type PastInvoice = CheckDocument['history'][number];
