import { useTranslation } from 'react-i18next';
import type { Language } from './language.ts';

const locales = { en: 'en-CA', fr: 'fr-CA' } as const;

/** `Nov 22, 2026, 14:05` and `22 nov. 2026, 14 h 05`. */
export function toDateText(iso: string, language: Language): string {
  const parts = new Intl.DateTimeFormat(locales[language], {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(iso));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  const month = language === 'en' ? part('month').replace('.', '') : part('month');
  return language === 'en'
    ? `${month} ${part('day')}, ${part('year')}, ${part('hour')}:${part('minute')}`
    : `${part('day')} ${month} ${part('year')}, ${part('hour')} h ${part('minute')}`;
}

/** `14:05:09.042` and `14:05:09,042`: facts of a run lie close together. */
export function toClockText(iso: string, language: Language): string {
  const options = {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  } as const;
  return new Intl.DateTimeFormat(locales[language], options).format(new Date(iso));
}

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1_000],
] as const;

/** `3 hours ago`, `il y a 3 heures`. */
export function toAgeText(iso: string, { language, now }: { language: Language; now: number }): string {
  const passed = Date.parse(iso) - now;
  const [unit, size] = units.find(([, milliseconds]) => Math.abs(passed) >= milliseconds) ?? units[3];
  return new Intl.RelativeTimeFormat(locales[language], { numeric: 'auto' }).format(Math.round(passed / size), unit);
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`. */
export function toDurationText(milliseconds: number, language: Language): string {
  const seconds = Math.max(0, milliseconds) / 1_000;
  if (seconds < 60) {
    const digits = seconds < 10 ? 1 : 0;
    return `${new Intl.NumberFormat(locales[language], { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(seconds)} s`;
  }
  const whole = Math.round(seconds);
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  if (minutes < 60) return `${minutes} min ${String(rest).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'fr' ? 'fr' : 'en';
}
