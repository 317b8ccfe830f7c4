import { Fault } from '@invoicepatch/sdk';
import { type Decimal, decimal } from '../money/decimal.ts';

/** `nearest`: half an increment goes up. `up`, `down`: always. */
export type TimeRounding = 'nearest' | 'up' | 'down';

export interface Increment {
  readonly minutes: number;
  readonly mode: TimeRounding;
}

/** Worked minutes, rounded once per entry to the contract's increment. */
export function roundMinutes(worked: number, { minutes, mode }: Increment): number {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 60) {
    throw new Fault(
      'invalid',
      'billing.bad-increment',
      'The increment of time is a whole number from 1 to 60 minutes.',
    );
  }
  switch (mode) {
    case 'nearest':
      return Math.floor((worked + minutes / 2) / minutes) * minutes;
    case 'up':
      return Math.ceil(worked / minutes) * minutes;
    case 'down':
      return Math.floor(worked / minutes) * minutes;
  }
}

/** Minutes as hours, exactly. */
export function toHours(minutes: number): Decimal {
  return decimal(minutes).div(60);
}
