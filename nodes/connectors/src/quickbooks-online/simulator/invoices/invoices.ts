import type { Json, SimulatorStore } from '@invoicepatch/sdk';
import { add, type Decimal, parseDecimal, roundTo, toJsonNumber, zero } from '../../decimal.ts';
import type { Change } from '../named-objects.ts';
import {
  findObject,
  getForChange,
  getReferred,
  keepChanged,
  keepNew,
  referredId,
  textOf,
  toChanged,
  withoutNulls,
} from '../objects.ts';
import {
  badLength,
  businessRule,
  isJsonObject,
  type JsonObject,
  Refusal,
  required,
  toTime,
  unsupported,
} from '../replies.ts';
import { priceLines, toTaxDetail } from './invoice-lines.ts';

export interface InvoiceChange extends Change {
  /** The request asked not to be stopped by an invoice number that is taken. */
  readonly duplicateNumbers: boolean;
  complain(problem: string): void;
}

const numberLimit = 21;
const netDays = 30;
const dayMs = 86_400_000;

function toDay(time: number): string {
  return toTime(time).slice(0, 10);
}

function negative(value: Decimal): Decimal {
  return { ...value, units: -value.units };
}

function toAmount(value: Json | undefined): Decimal {
  return (typeof value === 'number' ? parseDecimal(value) : undefined) ?? zero;
}

async function addToBalance(store: SimulatorStore, customerId: string, amount: Decimal): Promise<void> {
  const customer = await findObject(store, 'Customer', customerId);
  if (customer === undefined) return;
  const balance = toJsonNumber(roundTo(add(toAmount(customer['Balance']), amount), 2));
  await store.put('Customer', customerId, { ...customer, Balance: balance, BalanceWithJobs: balance });
}

async function chooseNumber(
  { store, body, duplicateNumbers }: InvoiceChange,
  ownId: string | undefined,
): Promise<string> {
  const given = textOf(body['DocNumber']);
  if (given !== undefined) {
    if (given.length > numberLimit) throw badLength('DocNumber', numberLimit);
    const owner = await store.get('invoice-numbers', given);
    if (owner === undefined || owner === ownId || duplicateNumbers) return given;
    throw new Refusal({
      message: 'Duplicate Document Number Error',
      detail: `Duplicate Document Number Error : You must specify a different number. This number has already been used. DocNumber=${given} is assigned to TxnType=Invoice with TxnId=${String(owner)}`,
      code: '6140',
    });
  }
  while (true) {
    const counted = String(1_000 + (await store.next('invoice-number')));
    if ((await store.get('invoice-numbers', counted)) === undefined) return counted;
  }
}

function checkCurrency(body: JsonObject): void {
  const currency = referredId(body['CurrencyRef']) ?? 'CAD';
  if (currency !== 'CAD') throw businessRule(`The currency ${currency} is not one that this company uses.`);
}

/** The invoice as QuickBooks keeps it: checked, taxed, added up. */
async function complete(change: InvoiceChange, ownId: string | undefined): Promise<JsonObject> {
  const { store, body, now } = change;
  const customerId = referredId(body['CustomerRef']);
  if (customerId === undefined) throw required('CustomerRef');
  if (!Array.isArray(body['Line'])) throw required('Line');
  const customer = await getReferred(store, 'Customer', customerId);
  checkCurrency(body);
  const calculation = textOf(body['GlobalTaxCalculation']) ?? 'TaxExcluded';
  if (calculation === 'TaxInclusive') throw unsupported('GlobalTaxCalculation TaxInclusive');
  const { lines, subtotal, tax } = await priceLines(store, body['Line'], calculation !== 'NotApplicable');
  const total = toJsonNumber(roundTo(add(subtotal, tax.totalTax), 2));
  const txnDate = textOf(body['TxnDate']) ?? toDay(now);
  return {
    AllowIPNPayment: false,
    AllowOnlinePayment: false,
    PrintStatus: 'NotSet',
    EmailStatus: 'NotSet',
    LinkedTxn: [],
    DueDate: toDay(Date.parse(txnDate) + netDays * dayMs),
    ...body,
    DocNumber: await chooseNumber(change, ownId),
    TxnDate: txnDate,
    CurrencyRef: { value: 'CAD', name: 'Canadian Dollar' },
    CustomerRef: { value: customerId, name: customer['DisplayName'] ?? '' },
    GlobalTaxCalculation: calculation,
    Line: lines,
    TxnTaxDetail: toTaxDetail(tax),
    TotalAmt: total,
    Balance: total,
  };
}

async function remember(store: SimulatorStore, invoice: JsonObject): Promise<void> {
  await store.put('invoice-numbers', String(invoice['DocNumber']), invoice['Id'] ?? '');
  await addToBalance(store, referredId(invoice['CustomerRef']) ?? '', toAmount(invoice['Balance']));
}

async function forget(store: SimulatorStore, invoice: JsonObject): Promise<void> {
  const number = String(invoice['DocNumber']);
  if ((await store.get('invoice-numbers', number)) === invoice['Id']) await store.delete('invoice-numbers', number);
  await addToBalance(store, referredId(invoice['CustomerRef']) ?? '', negative(toAmount(invoice['Balance'])));
}

/** The real service may take a sent tax for the author's own; the stand-in always computes it, and must not do so quietly. */
function compareTax({ body, complain }: InvoiceChange, kept: JsonObject): void {
  const [sent, computed] = [body['TxnTaxDetail'], kept['TxnTaxDetail']].map((detail) =>
    isJsonObject(detail) ? detail['TotalTax'] : undefined,
  );
  if (sent === undefined || computed === undefined || sent === computed) return;
  complain(
    `Invoice.TxnTaxDetail.TotalTax is ${String(sent)}, but the tax codes of the lines give ${String(computed)}. Leave TxnTaxDetail out.`,
  );
}

export async function createInvoice(change: InvoiceChange): Promise<JsonObject> {
  const body = await complete({ ...change, body: withoutNulls(change.body) }, undefined);
  const kept = await keepNew(change.store, 'Invoice', { body, now: change.now });
  await remember(change.store, kept);
  compareTax(change, kept);
  return kept;
}

export async function changeInvoice(change: InvoiceChange): Promise<JsonObject> {
  const { store, now } = change;
  const old = await getForChange(store, 'Invoice', change.body);
  const mixed = toChanged(old, change.body, ['MetaData']);
  const changed = await complete(
    { ...change, body: { ...mixed, DocNumber: mixed['DocNumber'] ?? old['DocNumber'] ?? null } },
    String(old['Id']),
  );
  await forget(store, old);
  const kept = await keepChanged(store, 'Invoice', { old, changed, now });
  await remember(store, kept);
  compareTax(change, kept);
  return kept;
}

export async function deleteInvoice({ store, body }: Change): Promise<JsonObject> {
  const old = await getForChange(store, 'Invoice', body);
  await forget(store, old);
  await store.delete('Invoice', String(old['Id']));
  return { Id: String(old['Id']), domain: 'QBO', status: 'Deleted' };
}

function toVoidedLine(line: Json): Json {
  if (!isJsonObject(line)) return line;
  const detail = line['SalesItemLineDetail'];
  return {
    ...line,
    Amount: 0,
    ...(isJsonObject(detail) ? { SalesItemLineDetail: { ...detail, Qty: 0, UnitPrice: 0 } } : {}),
  };
}

/** A voided invoice keeps its number and its lines, worth nothing. */
export async function voidInvoice({ store, body, now }: Change): Promise<JsonObject> {
  const old = await getForChange(store, 'Invoice', body);
  const lines = Array.isArray(old['Line']) ? old['Line'].map(toVoidedLine) : [];
  const changed = {
    ...old,
    Line: lines,
    TxnTaxDetail: { TotalTax: 0, TaxLine: [] },
    TotalAmt: 0,
    Balance: 0,
    PrivateNote: 'Voided',
  };
  await forget(store, old);
  const kept = await keepChanged(store, 'Invoice', { old, changed, now });
  await remember(store, kept);
  return kept;
}
