import { decimal, decimalOrZero, sum, toMoney } from '../money/decimal.ts';
import type { Slip, SlipFile, SlipPayer } from './slip.ts';
import { addressOf, contactOf, firmOf, numbersOf, payerNameOf, personOf, transmitterOf } from './slip-parts.ts';
import { type Element, element, writeSubmission } from './xml.ts';

function amountsOf({ amount, withheld }: Slip): Element | undefined {
  const tax = decimalOrZero(withheld);
  return element('T4A_AMT', [
    element('itx_ddct_amt', tax.gt(0) ? toMoney(tax) : undefined),
    element('fee_or_oth_srvc_amt', toMoney(decimal(amount))),
  ]);
}

function slipOf(slip: Slip, payer: SlipPayer): Element | undefined {
  return element('T4ASlip', [
    personOf(slip.recipient),
    ...numbersOf(slip),
    firmOf('RCPNT_CORP_NM', slip.recipient),
    addressOf('RCPNT_ADDR', slip.address),
    element('rcpnt_nbr', slip.reference?.slice(0, 20)),
    element('bn', payer.account),
    element('rpt_tcd', slip.report),
    amountsOf(slip),
  ]);
}

/** A submission of T4A slips (fees for services, box 048) with its T619. The agency's schemas were not at hand. */
export function writeT4A({ transmitter, payer, slips, report }: SlipFile, year: number): string {
  const withheld = sum(slips.map((slip) => decimalOrZero(slip.withheld)));
  const summary = element('T4ASummary', [
    element('bn', payer.account),
    payerNameOf(payer),
    addressOf('PAYR_ADDR', payer.address),
    contactOf(payer.contact, false),
    element('tx_yr', String(year)),
    element('slp_cnt', String(slips.length)),
    element('rpt_tcd', report),
    element('T4A_TAMT', [
      element('tot_itx_dedn_amt', withheld.gt(0) ? toMoney(withheld) : undefined),
      element('rpt_tot_fee_srvc_amt', toMoney(sum(slips.map(({ amount }) => decimal(amount))))),
    ]),
  ]);
  const form = element('T4A', [...slips.map((slip) => slipOf(slip, payer)), summary]);
  return writeSubmission([transmitterOf(transmitter), element('Return', [form])]);
}
