export {
  addBusinessDays,
  isBusinessDay,
  onOrAfterBusinessDay,
  onOrBeforeBusinessDay,
} from './calendar/business-days.ts';
export {
  addDays,
  addMonths,
  addYears,
  type Day,
  daysBetween,
  isDay,
  parseDay,
  startOfWeek,
  weekdayOf,
} from './calendar/day.ts';
export { daySchema } from './calendar/day-schema.ts';
export { findHoliday, type Holiday, holidaysOf } from './calendar/holidays.ts';
export {
  isProvince,
  type Jurisdiction,
  jurisdictionSchema,
  type Province,
  provinceSchema,
  provinces,
} from './calendar/province.ts';
export {
  finishingHoldbackOf,
  type HoldbackAccount,
  type HoldbackRequest,
  holdbackAccount,
  holdbackFreeOn,
  holdbackOf,
  holdbackPercent,
} from './construction/holdback.ts';
export { type JobCosts, type JobProfit, jobProfit } from './construction/job-profit.ts';
export { type ConstructionLaw, constructionLaws } from './construction/jurisdictions.ts';
export {
  annualRelease,
  type ClockAnswer,
  clockOfPayment,
  clocksOfInvoice,
  type Deadline,
  type ReleaseDates,
} from './construction/payment-clock.ts';
export {
  type ChangeOrder,
  claimProgress,
  type ProgressClaim,
  type ProgressTerms,
  revisedContract,
  type ScheduledItem,
} from './construction/progress.ts';
export { reportWork, type WorkInProgress, type WorkInProgressReport } from './construction/work-in-progress.ts';
export type { LeftOut, LeftOutReason } from './drafting/billable-time.ts';
export { type Draft, type DraftRequest, draftInvoice } from './drafting/draft-invoice.ts';
export { type CheckRecords, toCheckDocument } from './drafting/to-check-document.ts';
export {
  type AgeBucket,
  type Ageing,
  ageBuckets,
  ageOpenItems,
  bucketOf,
  daysPastDue,
  type OpenItem,
} from './ledger/ageing.ts';
export {
  type BillingPeriod,
  dueDate,
  inPeriod,
  nextPeriod,
  type PeriodKind,
  periodOf,
  splitPeriod,
} from './ledger/billing-period.ts';
export { creditNoteOf } from './ledger/credit-note.ts';
export { type Converted, convertToCad, type ExchangeRate, findExchangeRate, parseValet } from './ledger/exchange.ts';
export { type Decimal, decimal, roundCents, sum, toMoney, toPlain } from './money/decimal.ts';
export { decimalText, positiveText } from './money/decimal-schema.ts';
export { type CardProblem, findCardProblems } from './pricing/card-problems.ts';
export { findMileageRate, type MileageRate, mileageCharge } from './pricing/mileage.ts';
export {
  adjustRate,
  equipmentCharge,
  extend,
  withinLimit,
  withMargin,
  withMarkup,
  withMinimum,
} from './pricing/price-line.ts';
export { type RateAdjustments, type RateFound, type RateWanted, selectRate } from './pricing/rate-card.ts';
export type { BilledTime, Invoice, InvoiceLine } from './records/invoice.ts';
export type { Address, Clearance, Contract, Contractor } from './records/parties.ts';
export { type RateCard, type RateCardRow, type RateType, rateTypes } from './records/rate-card.ts';
export {
  type Expense,
  type ExpenseCategory,
  expenseCategories,
  type Location,
  type ReviewStatus,
  type TimeEntry,
} from './records/work.ts';
export {
  checkNumber,
  type NumberKind,
  type NumberVerdict,
  normalizeNumber,
  numberKinds,
} from './registration/numbers.ts';
export { chooseSlip, type PaymentFacts, type SlipKind } from './slips/choose-slip.ts';
export {
  latePenalty,
  mustFileElectronically,
  paperPenalty,
  t4aDue,
  t5018Due,
  t5018DueOnClosing,
} from './slips/filing.ts';
export { notChecked, reviewSlips, type SlipConcern } from './slips/review-slips.ts';
export type { Slip, SlipAddress, SlipContact, SlipFile, SlipPayer, SlipRecipient, Transmitter } from './slips/slip.ts';
export {
  calendarYear,
  type SlipPayment,
  type SlipPeriod,
  type ThresholdBasis,
  t4aAmount,
  t5018Amount,
} from './slips/slip-amounts.ts';
export { writeT4A } from './slips/t4a.ts';
export { writeT5018 } from './slips/t5018.ts';
export {
  calculateTax,
  type LineTax,
  type TaxAmount,
  type TaxableLine,
  type TaxBreakdown,
  type TaxRequest,
  type TaxRounding,
} from './tax/calculate-tax.ts';
export { type PlaceOfSupply, type PropertyPart, placeOfSupply, type SupplyPlace } from './tax/place-of-supply.ts';
export { findTaxRate, type TaxName, type TaxRate, taxRates, taxRatesOn } from './tax/rates.ts';
export { findQuarterAboveLimit } from './tax/small-supplier.ts';
export { holdbackTaxPoint, type SupplyDates, taxPointOf } from './tax/tax-point.ts';
export { taxRequestSchema, toTaxRequest } from './tax/tax-request.ts';
export { type AnnouncedLaw, type Supply, type SupplyFacts, taxesOfSupply } from './tax/taxes-of-supply.ts';
export { toInstants, type WorkedSpan, workedMinutes } from './time/elapsed.ts';
export { type SplitHours, splitWeek, totalHours } from './time/overtime.ts';
export { type DayHours, type OvertimePlan, splitEntries } from './time/overtime-by-entry.ts';
export { fourTens, type OvertimeRule, overtimeRules } from './time/overtime-rules.ts';
export { type Increment, roundMinutes, type TimeRounding, toHours } from './time/round-time.ts';
export { type AppliedChange, applyProposals, type Corrected } from './validation/apply-proposals.ts';
export { type CheckSettings, checkInvoice, firedRules } from './validation/check-invoice.ts';
export { checkSettingsSchema } from './validation/check-settings.ts';
export { type CheckDocument, checkDocumentSchema } from './validation/document.ts';
export { type Bilingual, type Change, type Finding, type Severity, severities } from './validation/finding.ts';
export { type Limits, usualLimits } from './validation/limits.ts';
export type { Rule } from './validation/rule.ts';
export { ruleBook } from './validation/rule-book.ts';
export { toMoneyText } from './validation/wording.ts';
export { isZone, offsetAt, zoneOf } from './zones/zone.ts';
export { zoneVersion } from './zones/zone-table.generated.ts';
