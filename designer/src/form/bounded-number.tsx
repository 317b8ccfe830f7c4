import { NumberInput } from '@mantine/core';
import { useEffect, useState } from 'react';

interface Props {
  readonly label: string;
  readonly help?: string | undefined;
  readonly fault?: string | undefined;
  readonly disabled: boolean;
  readonly value: number | undefined;
  readonly least: number;
  readonly most: number;
  /** So many of what is kept make one of what is shown: 1,000 where milliseconds are typed in seconds. */
  readonly scale?: number;
  readonly unit?: string;
  /** What an empty field means. */
  readonly usual?: number;
  onChange(value: number | undefined): void;
}

/** A number within its limits. What is not within them yet stays in the field and goes nowhere; leaving the field sets it right. */
export function BoundedNumber(props: Props) {
  const { label, help, fault, disabled, value, least, most, scale = 1, unit = '', usual, onChange } = props;
  const [shown, setShown] = useState<number | string>(value === undefined ? '' : value / scale);
  useEffect(() => {
    // Somebody else changed the value, as undo does.
    setShown(value === undefined ? '' : value / scale);
  }, [value, scale]);
  const onTyped = (next: number | string) => {
    setShown(next);
    const kept = typeof next === 'number' ? Math.round(next * scale) : undefined;
    if (kept === undefined ? next === '' : kept >= least && kept <= most) onChange(kept);
  };
  return (
    <NumberInput
      label={label}
      description={help}
      error={fault}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      disabled={disabled}
      min={least / scale}
      max={most / scale}
      decimalScale={scale === 1 ? 0 : 1}
      clampBehavior="blur"
      suffix={unit}
      placeholder={usual === undefined ? '' : `${usual / scale}${unit}`}
      value={shown}
      onChange={onTyped}
    />
  );
}
