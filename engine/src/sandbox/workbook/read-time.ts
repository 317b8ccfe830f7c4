const minutesADay = 1_440;

function toClock(hours: number, minutes: number): string | undefined {
  if (hours > 23 || minutes > 59) return undefined;
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** Time of day of Excel's part of a day, to the nearest minute. */
export function toTime(serial: number): string | undefined {
  if (serial < 0) return undefined;
  const minutes = Math.round((serial % 1) * minutesADay);
  return toClock(Math.floor(minutes / 60), minutes % 60);
}

/** `8:30`, `08:30:00`, `8h30`, `8:30 PM`. */
export function parseTimeText(text: string): string | undefined {
  const [, hour, minute, half] = /^(\d{1,2})\s?[:hH]\s?(\d{2})(?::\d{2})?(?:\s?([AaPp])\.?[Mm]\.?)?$/.exec(text) ?? [];
  if (hour === undefined || minute === undefined) return undefined;
  const hours = Number(hour);
  if (half === undefined) return toClock(hours, Number(minute));
  if (hours < 1 || hours > 12) return undefined;
  return toClock((hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0), Number(minute));
}
