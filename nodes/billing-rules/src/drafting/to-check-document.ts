import type { z } from '@invoicepatch/sdk';
import type { Day } from '../calendar/day.ts';
import type { Invoice, InvoiceLine } from '../records/invoice.ts';
import type { Contract, Contractor } from '../records/parties.ts';
import type { RateCardRow } from '../records/rate-card.ts';
import type { TimeEntry } from '../records/work.ts';
import { type CheckDocument, checkDocumentSchema } from '../validation/document.ts';

type Input = z.input<typeof checkDocumentSchema>;

export interface CheckRecords {
  readonly invoice: Invoice;
  readonly contract: Contract;
  readonly contractor: Contractor;
  readonly card: readonly RateCardRow[];
  /** Those that the invoice bills, and others of the same workers to compare them with. */
  readonly entries: readonly TimeEntry[];
  readonly received: Day;
  /** Words on the invoice that are no records: buyer, terms, whom to pay, and the vendor's address in one line. */
  readonly words: {
    readonly buyer?: string;
    readonly terms?: string;
    readonly payTo?: string;
    readonly address?: string;
  };
  readonly purchaseOrder?: Input['po'];
  readonly history?: Input['history'];
  /** Where the site is, degrees north and east. */
  readonly site?: readonly [number, number];
}

function dayOf(epochMs: number): Day {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** The clearance for the province of the work that lasts longest. */
function clearanceTo({ clearances }: Contractor, { siteProvince }: Contract): Day | undefined {
  const fitting = clearances.filter(({ province }) => province === siteProvince).map(({ to }) => to);
  return fitting.sort().at(-1);
}

/** A part of an entry that one line bills. */
interface Part {
  readonly id: string;
  readonly type: string;
  readonly hours: string;
}

interface Parts {
  readonly byEntry: ReadonlyMap<string, readonly Part[]>;
  /** Ids of parts by the place of their line. */
  readonly byLine: ReadonlyMap<number, readonly string[]>;
}

/** An entry that several lines bill appears once a line, each time under an id of its own. */
function partsOf({ lines }: Invoice): Parts {
  const byEntry = new Map<string, Part[]>();
  const byLine = new Map<number, string[]>();
  for (const [place, line] of lines.entries()) {
    if (line.kind !== 'labour') continue;
    const ids = line.time.map(({ entryId, hours }) => {
      const parts = byEntry.get(entryId) ?? [];
      const id = parts.length === 0 ? entryId : `${entryId}/${parts.length + 1}`;
      parts.push({ id, type: line.type, hours });
      byEntry.set(entryId, parts);
      return id;
    });
    byLine.set(place, ids);
  }
  return { byEntry, byLine };
}

function toEntry(entry: TimeEntry, own: string) {
  const { id, worker, projectId: job, day: date, start, end, hours, type, status, location, preapproved } = entry;
  const billed = entry.invoiceId === own ? undefined : entry.invoiceId;
  const at = location === undefined ? undefined : [location.latitude, location.longitude];
  const created = dayOf(entry.createdAt);
  return { id, worker, job, date, start, end, hours, type, status, at, preapproved, created, billed_on: billed };
}

/** Only the first part of an entry keeps the times of the clock: two with the same times would overlap. */
function entriesOf({ invoice, entries }: CheckRecords, { byEntry }: Parts) {
  return entries.flatMap((entry) => {
    const whole = toEntry(entry, invoice.id);
    const parts = byEntry.get(entry.id);
    if (parts === undefined) return [whole];
    return parts.map((part, at) => ({ ...whole, ...(at === 0 ? {} : { start: undefined, end: undefined }), ...part }));
  });
}

function lineOf(line: InvoiceLine, entries: readonly string[]) {
  const { kind, description, amount, supply } = line;
  const ground = { kind, description, amount, supply };
  switch (line.kind) {
    case 'labour': {
      const { role, type, hours: qty, rate } = line;
      return { ...ground, role, type, qty, rate, entries };
    }
    case 'expense':
      return { ...ground, category: line.category, qty: line.quantity, rate: line.rate };
    case 'material':
      return { ...ground, cost: line.cost };
    case 'equipment':
      return { ...ground, qty: line.hours, rate: line.rate };
    case 'progress':
      return { ...ground, item: line.item };
    case 'change_order':
      return { ...ground, change_order: line.changeOrder };
    case 'holdback_release':
      return ground;
  }
}

function contractOf({ contract, site }: CheckRecords) {
  return {
    number: contract.number,
    currency: contract.currency,
    site_province: contract.siteProvince,
    site: site === undefined ? undefined : [...site],
    start: contract.from,
    end: contract.to ?? undefined,
    terms_days: contract.termsDays,
    holdback_percent: contract.holdbackPercent,
    po_required: contract.poRequired,
    increment_min: contract.incrementMinutes,
    markup_percent: contract.markupPercent,
    caps: contract.caps,
    overtime: contract.overtime,
    proper_invoice: contract.properInvoice,
  };
}

function vendorOf({ contractor, contract }: CheckRecords) {
  const { bank } = contractor;
  return {
    id: contractor.id,
    name: contractor.name,
    status: contractor.status,
    gst_registered: contractor.gstRegistered,
    bank: bank === undefined ? undefined : { ...bank, changed_on: bank.changedOn },
    clearance_valid_to: clearanceTo(contractor, contract),
    insurance_valid_to: contractor.insuranceTo,
    attestation_valid_to: contractor.quebecAttestationTo,
  };
}

/** What `checkInvoice` reads, from the product's own records. */
export function toCheckDocument(records: CheckRecords): CheckDocument {
  const { invoice, contract, contractor, card, received, words, purchaseOrder: po, history } = records;
  const parts = partsOf(invoice);
  return checkDocumentSchema.parse({
    received,
    po,
    history,
    vendor: vendorOf(records),
    contract: contractOf(records),
    rate_card: card.map(({ role, type, rate, from, to }) => ({ role, type, rate, from, to })),
    time_entries: entriesOf(records, parts),
    invoice: {
      number: invoice.number,
      date: invoice.date,
      period_from: invoice.periodFrom,
      period_to: invoice.periodTo,
      due: invoice.due,
      currency: invoice.currency,
      po: invoice.purchaseOrder,
      contract_ref: contract.number,
      buyer: words.buyer,
      terms: words.terms,
      vendor_address: words.address,
      pay_to: words.payTo,
      gst_number: contractor.gstNumber,
      qst_number: contractor.qstNumber,
      lines: invoice.lines.map((line, at) => lineOf(line, parts.byLine.get(at) ?? [])),
      subtotal: invoice.subtotal,
      taxes: invoice.taxes.map(({ tax, amount }) => ({ tax, amount })),
      holdback: invoice.holdback,
      total: invoice.total,
    },
  });
}
