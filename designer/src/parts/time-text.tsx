import { Tooltip } from '@mantine/core';
import { toAgeText, toDateText, useLanguage } from '../words/dates.ts';

export function TimeText({ iso }: { iso: string }) {
  const language = useLanguage();
  return (
    <Tooltip label={toAgeText(iso, { language, now: Date.now() })}>
      <time dateTime={iso}>{toDateText(iso, language)}</time>
    </Tooltip>
  );
}
