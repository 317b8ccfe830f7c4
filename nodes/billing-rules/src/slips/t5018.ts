import { type Day, partsOf } from '../calendar/day.ts';
import { decimal, sum, toMoney } from '../money/decimal.ts';
import type { Slip, SlipFile, SlipPayer, SlipRecipient } from './slip.ts';
import { addressOf, contactOf, firmOf, numbersOf, payerNameOf, personOf, transmitterOf } from './slip-parts.ts';
import { type Element, element, writeSubmission } from './xml.ts';

const recipientCodes: Readonly<Record<SlipRecipient['kind'], string>> = {
  individual: '1',
  corporation: '3',
  partnership: '4',
};

function slipOf(slip: Slip, payer: SlipPayer): Element | undefined {
  return element('T5018Slip', [
    personOf(slip.recipient),
    ...numbersOf(slip),
    firmOf('CORP_PTNRP_NM', slip.recipient),
    element('rcpnt_tcd', recipientCodes[slip.recipient.kind]),
    addressOf('RCPNT_ADDR', slip.address),
    element('bn', payer.account),
    element('sbctrcr_amt', toMoney(decimal(slip.amount))),
    element('rpt_tcd', slip.report),
  ]);
}

function dateOf(day: Day): Element | undefined {
  const { year, month, day: date } = partsOf(day);
  const two = (value: number) => String(value).padStart(2, '0');
  return element('PRD_END_DT', [element('dy', two(date)), element('mo', two(month)), element('yr', String(year))]);
}

/**
 * A submission of T5018 slips with its T619. The order of the elements is that of public code said to validate against the
 * agency's 2026 schemas; the schemas themselves were not at hand.
 */
export function writeT5018({ transmitter, payer, slips, report }: SlipFile, periodEnd: Day): string {
  const summary = element('T5018Summary', [
    element('bn', payer.account),
    payerNameOf(payer),
    addressOf('PAYR_ADDR', payer.address),
    contactOf(payer.contact, false),
    dateOf(periodEnd),
    element('slp_cnt', String(slips.length)),
    element('tot_sbctrcr_amt', toMoney(sum(slips.map(({ amount }) => decimal(amount))))),
    element('rpt_tcd', report),
  ]);
  const form = element('T5018', [...slips.map((slip) => slipOf(slip, payer)), summary]);
  return writeSubmission([transmitterOf(transmitter), element('Return', [form])]);
}
