import { useEffect } from 'react';
import { create } from 'zustand';

export interface Command {
  readonly id: string;
  readonly label: string;
  readonly act: () => unknown;
}

interface Commands {
  readonly open: boolean;
  /** What the page that is open adds. */
  readonly ofPage: readonly Command[];
}

export const useCommands = create<Commands>(() => ({ open: false, ofPage: [] }));

export function openPalette(): void {
  useCommands.setState({ open: true });
}

export function closePalette(): void {
  useCommands.setState({ open: false });
}

/** Offers commands while the page that calls this is open. Pass a list that stays the same between renders. */
export function useOfferCommands(commands: readonly Command[]): void {
  useEffect(() => {
    useCommands.setState({ ofPage: commands });
    return () => useCommands.setState({ ofPage: [] });
  }, [commands]);
}
