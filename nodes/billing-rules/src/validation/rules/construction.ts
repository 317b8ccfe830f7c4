import { decimalOrZero, percentOf, roundCents, sum, toMoney } from '../../money/decimal.ts';
import type { Context } from '../context.ts';
import type { Hit } from '../finding.ts';
import { hitWhen, type Rule } from '../rule.ts';

/** Contracts of a calendar year between two firms in Quebec, before tax, from which on the attestation is asked for. */
const attestationFrom = '25000';

/** Lines on one item of the schedule count together. */
function overbilled({ document: { sov }, lines }: Context): readonly Hit[] {
  if (sov === undefined) return [];
  const items = Map.groupBy(
    lines.filter(({ line }) => line.kind === 'progress'),
    ({ line }) => line.item ?? '',
  );
  return [...items].flatMap(([item, claimed]) => {
    const row = sov.find((each) => each.item === item);
    const [scheduled, before] = [decimalOrZero(row?.scheduled), decimalOrZero(row?.billed)];
    const now = sum(claimed.map(({ amount }) => amount));
    const over = before.plus(now).minus(scheduled);
    return hitWhen(over.gt(0), {
      place: `${claimed[0]?.place}.amount`,
      values: { item, scheduled: toMoney(scheduled), before: toMoney(before), now: toMoney(now), over: toMoney(over) },
    });
  });
}

export const constructionRules: readonly Rule[] = [
  {
    id: 'V32',
    name: 'holdback_amount',
    severity: 'error',
    title: { en: 'Holdback wrong', fr: 'Retenue erronée' },
    text: {
      en: '{percent:percent} of {subtotal:money} is {expected:money}; the invoice keeps back {stated:money}.',
      fr: '{percent:percent} de {subtotal:money} font {expected:money}; la facture retient {stated:money}.',
    },
    proposal: { en: 'Keep back {expected:money}.', fr: 'Retenir {expected:money}.' },
    find: ({ document: { contract, invoice }, subtotal, holdback }) => {
      const percent = decimalOrZero(contract.holdback_percent);
      const expected = roundCents(percentOf(subtotal, percent));
      return hitWhen(!holdback.eq(expected), () => ({
        place: 'invoice.holdback',
        values: {
          percent: percent.toFixed(),
          subtotal: toMoney(subtotal),
          expected: toMoney(expected),
          stated: toMoney(holdback),
        },
        fix: [{ path: 'invoice.holdback', from: invoice.holdback ?? null, to: toMoney(expected) }],
      }));
    },
  },
  {
    id: 'V38',
    name: 'change_order_not_approved',
    severity: 'error',
    title: { en: 'Change order not approved', fr: 'Ordre de changement non approuvé' },
    text: {
      en: 'The line bills change order {number}, whose status is "{status}".',
      fr: 'La ligne facture l’ordre de changement {number}, dont l’état est « {status} ».',
    },
    find: ({ document, lines }) =>
      lines.flatMap(({ line, place }) => {
        if (line.kind !== 'change_order') return [];
        const order = document.change_orders.find(({ number }) => number === line.change_order);
        const values = { number: line.change_order ?? '–', status: order?.status ?? '–' };
        return hitWhen(order?.status !== 'approved', { place: `${place}.change_order`, values });
      }),
  },
  {
    id: 'V39',
    name: 'progress_overbilled',
    severity: 'error',
    title: { en: 'Item overbilled', fr: 'Poste surfacturé' },
    text: {
      en: '{item}: {before:money} billed before and {now:money} now pass the scheduled {scheduled:money} by {over:money}.',
      fr: '{item} : {before:money} déjà facturés et {now:money} maintenant dépassent les {scheduled:money} prévus de {over:money}.',
    },
    find: overbilled,
  },
  {
    id: 'V40',
    name: 'rq_attestation',
    severity: 'error',
    title: { en: 'Attestation de Revenu Québec missing', fr: 'Attestation de Revenu Québec manquante' },
    text: {
      en: 'With contracts of {total:money} this year in Quebec an attestation valid on {received} is needed; on file: {to}.',
      fr: 'Avec {total:money} de contrats cette année au Québec, il faut une attestation valide le {received}; au dossier : {to}.',
    },
    find: ({ document: { contract, vendor, received } }) => {
      const total = decimalOrZero(vendor.qc_contracts_total);
      const to = vendor.attestation_valid_to;
      const needed = contract.site_province === 'QC' && total.gte(attestationFrom);
      return hitWhen(needed && (to === undefined || to < received), {
        place: 'vendor.attestation_valid_to',
        values: { total: toMoney(total), received, to: to ?? '–' },
      });
    },
  },
  {
    id: 'V41',
    name: 'proper_invoice',
    severity: 'warn',
    title: { en: 'Not a proper invoice', fr: 'Facture non conforme' },
    text: {
      en: 'A proper invoice names address, both ends of the period, the contract or order, and whom to pay. Missing: {field}.',
      fr: 'Une facture en bonne et due forme indique l’adresse, les deux bouts de la période, le contrat ou le bon de commande et à qui payer. Il manque : {field}.',
    },
    find: ({ document: { contract, invoice } }) => {
      if (contract.proper_invoice !== true) return [];
      const authority = invoice.po ?? invoice.contract_ref;
      const fields = { ...invoice, contract_ref: authority };
      const wanted = ['vendor_address', 'period_from', 'period_to', 'contract_ref', 'pay_to'] as const;
      return wanted
        .filter((name) => fields[name] === undefined)
        .map((name) => ({ place: `invoice.${name}`, values: { field: name } }));
    },
  },
];
