import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { showPlace, toPlace } from './code-place.ts';

interface Props {
  readonly field: string;
  readonly text: unknown;
  readonly position: number | undefined;
}

/** Leads to the sign in a code field that an error is about. */
export function PlaceButton({ field, text, position }: Props) {
  const { t } = useTranslation();
  if (position === undefined || typeof text !== 'string') return null;
  const place = toPlace(text, position);
  return (
    <Button size="compact-xs" variant="default" onClick={() => showPlace(field, position)}>
      {t('designer.showPlace', { ...place })}
    </Button>
  );
}
