import {
  decimal,
  fourTens,
  jurisdictionSchema,
  overtimeRules,
  positiveText,
  splitWeek,
  toPlain,
  totalHours,
} from '@invoicepatch/billing-rules';
import { z } from '@invoicepatch/sdk';

const hours = positiveText.refine((text) => Number(text) <= 24, { error: 'A day has 24 hours.' });

/** `FED` is another name for `CA`. */
export const overtimeBody = z.looseObject({
  province: z.preprocess((value) => (value === 'FED' ? 'CA' : value), jurisdictionSchema),
  hours_mon_to_sun: z.array(hours).length(7, 'Give the hours of seven days, from Monday to Sunday.'),
  /** The week is planned as four days of ten hours. */
  four_tens: z.boolean().default(false),
});

export function answerOvertime({
  province,
  hours_mon_to_sun: days,
  four_tens: planned,
}: z.output<typeof overtimeBody>) {
  const rule = planned ? fourTens : overtimeRules[province];
  const { regular, overtime, double } = totalHours(
    splitWeek(
      days.map((each) => decimal(each)),
      rule,
    ),
  );
  return { regular: toPlain(regular), overtime_1_5: toPlain(overtime), double_2_0: toPlain(double) };
}
