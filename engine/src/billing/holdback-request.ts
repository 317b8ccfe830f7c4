import {
  constructionLaws,
  decimal,
  decimalText,
  holdbackOf,
  holdbackPercent,
  jurisdictionSchema,
  positiveText,
  toMoney,
  toPlain,
} from '@invoicepatch/billing-rules';
import { z } from '@invoicepatch/sdk';

const percent = positiveText.refine((text) => Number(text) <= 100, { error: 'Give 0 to 100.' });

export const holdbackBody = z.looseObject({
  jurisdiction: jurisdictionSchema,
  value_of_work: decimalText,
  contract_price: positiveText.optional(),
  /** What the contract says; the law's own percentage when left out. */
  percent: percent.optional(),
});

export function answerHoldback(body: z.output<typeof holdbackBody>) {
  const { jurisdiction, value_of_work: value, contract_price: price, percent: agreed } = body;
  const request = {
    jurisdiction,
    valueOfWork: decimal(value),
    contractPrice: price === undefined ? undefined : decimal(price),
    percent: agreed === undefined ? undefined : decimal(agreed),
  };
  const { statute, uncertain } = constructionLaws[jurisdiction];
  return {
    percent: toPlain(holdbackPercent(request)),
    holdback: toMoney(holdbackOf(request)),
    statute,
    uncertain: uncertain ?? null,
  };
}
