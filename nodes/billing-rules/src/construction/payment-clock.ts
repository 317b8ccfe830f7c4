import { Fault } from '@invoicepatch/sdk';
import { onOrAfterBusinessDay } from '../calendar/business-days.ts';
import { addDays, addYears, type Day } from '../calendar/day.ts';
import type { Jurisdiction } from '../calendar/province.ts';
import { constructionLaws, type PaymentDays } from './jurisdictions.ts';

/** A day by which something is to be done. Statutes differ on weekends, so it is not moved; both days are shown. */
export interface Deadline {
  readonly day: Day;
  /** The same day where business is done on it, else the next such day. */
  readonly nextBusinessDay: Day;
}

export type ClockAnswer =
  | { readonly applies: true; readonly deadlines: Readonly<Partial<Record<DeadlineName, Deadline>>> }
  /** The law is not (yet) in force, or names no days. */
  | { readonly applies: false; readonly why: 'not-in-force' | 'no-law' | 'own-calendar' };

export type DeadlineName =
  | 'owner_pays_by'
  | 'nonpayment_notice_by'
  | 'deficiency_notice_by'
  | 'contractor_notice_by'
  | 'subcontractor_notice_by'
  | 'contractor_pays_subs_by';

function deadline(jurisdiction: Jurisdiction, day: Day): Deadline {
  return { day, nextBusinessDay: onOrAfterBusinessDay(jurisdiction, day) };
}

function daysInForce(jurisdiction: Jurisdiction, on: Day): PaymentDays | Extract<ClockAnswer, { applies: false }> {
  const { promptPayment } = constructionLaws[jurisdiction];
  switch (promptPayment.status) {
    case 'in-force':
      return on >= promptPayment.from ? promptPayment.days : { applies: false, why: 'not-in-force' };
    case 'enacted':
      return { applies: false, why: 'not-in-force' };
    case 'phased':
      return { applies: false, why: 'own-calendar' };
    case 'none':
      return { applies: false, why: 'no-law' };
  }
}

/** The clocks that begin when the owner receives a proper invoice. */
export function clocksOfInvoice(jurisdiction: Jurisdiction, received: Day): ClockAnswer {
  const days = daysInForce(jurisdiction, received);
  if ('applies' in days) return days;
  const { deficiencyNotice, tiers } = days;
  const at = (count: number) => deadline(jurisdiction, addDays(received, count));
  const deficiency = deficiencyNotice !== undefined && received >= deficiencyNotice.from;
  return {
    applies: true,
    deadlines: {
      owner_pays_by: at(days.owner),
      nonpayment_notice_by: at(days.nonPaymentNotice),
      ...(deficiency ? { deficiency_notice_by: at(deficiencyNotice.days) } : {}),
      ...(tiers === undefined
        ? {}
        : { contractor_notice_by: at(tiers.contractorNotice), subcontractor_notice_by: at(tiers.subcontractorNotice) }),
    },
  };
}

/** The clock that begins when the contractor receives the owner's payment. */
export function clockOfPayment(jurisdiction: Jurisdiction, received: Day): ClockAnswer {
  const days = daysInForce(jurisdiction, received);
  if ('applies' in days) return days;
  const day = addDays(received, days.downstream);
  return { applies: true, deadlines: { contractor_pays_subs_by: deadline(jurisdiction, day) } };
}

export interface ReleaseDates {
  readonly first_annual_release_anniversary: Day;
  readonly publish_by: Day;
  readonly pay_not_before: Day;
  readonly pay_by: Day;
}

/**
 * Ontario's first annual release of holdback. The notice is published within 14 days of the anniversary and the holdback
 * paid from day 60 to day 74 after it, unless a lien is preserved. Older contracts begin at their second anniversary
 * after the law's first day.
 */
export function annualRelease(
  jurisdiction: Jurisdiction,
  { contractDate, published }: { readonly contractDate: Day; readonly published: Day },
): ReleaseDates {
  const law = constructionLaws[jurisdiction].annualRelease;
  if (law === undefined) {
    throw new Fault(
      'invalid',
      'billing.no-annual-release',
      `No yearly release of holdback is known for ${jurisdiction}.`,
    );
  }
  const anniversary = firstAnniversary(contractDate, law.from);
  return {
    first_annual_release_anniversary: anniversary,
    publish_by: addDays(anniversary, law.publishWithin),
    pay_not_before: addDays(published, law.payFrom),
    pay_by: addDays(published, law.payBy),
  };
}

function firstAnniversary(contractDate: Day, since: Day): Day {
  if (contractDate >= since) return addYears(contractDate, 1);
  let years = 1;
  while (addYears(contractDate, years) <= since) years += 1;
  return addYears(contractDate, years + 1);
}
