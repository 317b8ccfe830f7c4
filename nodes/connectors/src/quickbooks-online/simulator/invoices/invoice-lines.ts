import type { Json, SimulatorStore } from '@invoicepatch/sdk';
import { compare, type Decimal, multiply, parseDecimal, roundTo, sum, toJsonNumber, zero } from '../../decimal.ts';
import { getReferred, referredId } from '../objects.ts';
import { businessRule, isJsonObject, type JsonObject, Refusal, required, unsupported } from '../replies.ts';
import { computeTax, type TaxedLine, type TaxTotals } from './tax.ts';

export interface PricedLines {
  readonly lines: readonly JsonObject[];
  readonly subtotal: Decimal;
  readonly tax: TaxTotals;
}

function toDecimal(value: Json | undefined): Decimal | undefined {
  return typeof value === 'string' || typeof value === 'number' ? parseDecimal(value) : undefined;
}

/** The Canadian rule that refuses an invoice as soon as one of its lines has no tax code. */
const missingTaxCode = 'Make sure all your transactions have a GST/HST rate before you save.';

function checkAmount(amount: Decimal, detail: JsonObject): void {
  const [price, quantity] = [toDecimal(detail['UnitPrice']), toDecimal(detail['Qty'])];
  if (price === undefined || quantity === undefined) return;
  if (compare(roundTo(multiply(price, quantity), 2), amount) === 0) return;
  const text = String(toJsonNumber(amount));
  throw new Refusal({
    message: 'Amount calculation incorrect in the request',
    detail: `Amount calculation incorrect in the request. : Amount is not equal to UnitPrice * Qty. Supplied value:${text}`,
    code: '6070',
  });
}

async function readRates(store: SimulatorStore, taxCodeId: string): Promise<TaxedLine['rates']> {
  const code = await getReferred(store, 'TaxCode', taxCodeId);
  const list = isJsonObject(code['SalesTaxRateList']) ? code['SalesTaxRateList']['TaxRateDetail'] : [];
  const ids = Array.isArray(list)
    ? list.flatMap((detail: Json) => (isJsonObject(detail) ? (referredId(detail['TaxRateRef']) ?? []) : []))
    : [];
  const rates = [];
  for (const id of ids) {
    const rate = await getReferred(store, 'TaxRate', id);
    rates.push({ id, percent: toDecimal(rate['RateValue']) ?? zero });
  }
  return rates;
}

interface Priced {
  readonly line: JsonObject;
  readonly amount: Decimal;
  readonly rates: TaxedLine['rates'];
}

async function priceSale(store: SimulatorStore, line: JsonObject, taxed: boolean): Promise<Priced> {
  const detail = isJsonObject(line['SalesItemLineDetail']) ? line['SalesItemLineDetail'] : undefined;
  const amount = toDecimal(line['Amount']);
  if (amount === undefined) throw required('Amount');
  if (detail === undefined) throw required('SalesItemLineDetail');
  checkAmount(amount, detail);
  const itemId = referredId(detail['ItemRef']);
  const item = itemId === undefined ? undefined : await getReferred(store, 'Item', itemId);
  const taxCodeId = referredId(detail['TaxCodeRef']);
  if (taxed && taxCodeId === undefined) throw businessRule(missingTaxCode);
  const rates = taxCodeId === undefined ? [] : await readRates(store, taxCodeId);
  const named =
    item === undefined || itemId === undefined ? {} : { ItemRef: { value: itemId, name: item['Name'] ?? '' } };
  return {
    line: {
      ...line,
      Amount: toJsonNumber(roundTo(amount, 2)),
      SalesItemLineDetail: withNumbers({ ...detail, ...named }),
    },
    amount: roundTo(amount, 2),
    rates: taxed ? rates : [],
  };
}

/** What a lenient request wrote as text comes back as a number. */
function withNumbers(detail: JsonObject): JsonObject {
  const numbers = ['UnitPrice', 'Qty'].flatMap((name) => {
    const value = toDecimal(detail[name]);
    return value === undefined ? [] : [[name, toJsonNumber(value)] as const];
  });
  return { ...detail, ...Object.fromEntries(numbers) };
}

async function priceLine(store: SimulatorStore, line: JsonObject, taxed: boolean): Promise<Priced> {
  const kind = line['DetailType'];
  if (kind === 'SalesItemLineDetail') return priceSale(store, line, taxed);
  if (kind === 'DescriptionOnly') return { line, amount: zero, rates: [] };
  if (kind === undefined) throw required('DetailType');
  throw unsupported(`an invoice line with DetailType ${String(kind)}`);
}

/** Checks, completes and adds up the lines of an invoice, and closes them with QuickBooks' own subtotal line. */
export async function priceLines(store: SimulatorStore, lines: readonly Json[], taxed: boolean): Promise<PricedLines> {
  const sent = lines.filter(isJsonObject).filter((line) => line['DetailType'] !== 'SubTotalLineDetail');
  if (sent.length === 0) throw required('Line');
  const priced: Priced[] = [];
  for (const line of sent) priced.push(await priceLine(store, line, taxed));
  const subtotal = roundTo(sum(priced.map(({ amount }) => amount)), 2);
  return {
    lines: [
      ...priced.map(({ line }, index) => ({ ...line, Id: String(index + 1), LineNum: index + 1 })),
      { Amount: toJsonNumber(subtotal), DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
    ],
    subtotal,
    tax: computeTax(priced),
  };
}

export function toTaxDetail(tax: TaxTotals): JsonObject {
  return {
    TotalTax: toJsonNumber(tax.totalTax),
    TaxLine: tax.byRate.map(({ rate, net, tax: amount }) => ({
      Amount: toJsonNumber(amount),
      DetailType: 'TaxLineDetail',
      TaxLineDetail: {
        TaxRateRef: { value: rate.id },
        PercentBased: true,
        TaxPercent: toJsonNumber(rate.percent),
        NetAmountTaxable: toJsonNumber(roundTo(net, 2)),
      },
    })),
  };
}
