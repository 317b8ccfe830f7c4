import { validateDetailed } from 'node-cron';

/** When a schedule is due, in local time. */
export interface Cron {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: ReadonlySet<number>;
  /** Whether a day is one of its days. */
  isDay(day: LocalDay): boolean;
}

export interface LocalDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

export type ParsedCron = { readonly ok: true; readonly cron: Cron } | { readonly ok: false; readonly problem: string };

const fieldNames: Readonly<Record<string, string>> = {
  minute: 'the minute',
  hour: 'the hour',
  dayOfMonth: 'the day of the month',
  month: 'the month',
  dayOfWeek: 'the day of the week',
};

function refuse(problem: string): ParsedCron {
  return { ok: false, problem };
}

function isRestricted(field: string): boolean {
  return !/^[*?]/.test(field);
}

function lastDayOf({ year, month }: LocalDay): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** When both day fields are restricted, either is enough, as cron has always had it. */
function dayMatcher(days: ReadonlySet<number | string>, weekdays: ReadonlySet<number | string>, either: boolean) {
  return (day: LocalDay): boolean => {
    const inMonth = days.has(day.day) || (days.has('L') && day.day === lastDayOf(day));
    const inWeek = weekdays.has(new Date(Date.UTC(day.year, day.month - 1, day.day)).getUTCDay());
    return either ? inMonth || inWeek : inMonth && inWeek;
  };
}

/** Reads five fields; `L` as the day of the month is its last day. */
export function parseCron(text: string): ParsedCron {
  const parts = text.trim().split(/\s+/);
  const [, , dayField = '', , weekField = ''] = parts;
  if (parts.length !== 5) return refuse('it needs five fields: minute, hour, day of month, month, day of week.');
  if (/[W#]|\dL/i.test(dayField.replace(/^L$/i, '')) || /[#L]/i.test(weekField)) {
    return refuse('W, # and weekday L are not supported; "L" as the day of the month is its last day.');
  }
  const { valid, fields, errors } = validateDetailed(text);
  const wrong = errors[0];
  if (!valid || fields === undefined) {
    return refuse(
      wrong === undefined
        ? 'correct it.'
        : `${fieldNames[wrong.field] ?? wrong.field} can't be "${wrong.value ?? ''}".`,
    );
  }
  const ascending = (numbers: readonly number[]) => [...new Set(numbers)].sort((a, b) => a - b);
  const either = isRestricted(dayField) && isRestricted(weekField);
  return {
    ok: true,
    cron: {
      minutes: ascending(fields.minute),
      hours: ascending(fields.hour),
      months: new Set(fields.month),
      isDay: dayMatcher(new Set(fields.dayOfMonth), new Set(fields.dayOfWeek), either),
    },
  };
}
