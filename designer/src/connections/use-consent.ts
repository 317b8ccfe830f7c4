import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type AskedConsent, consentApi } from '../api/connection-api.ts';
import { keys } from '../api/query-keys.ts';
import type { Consent } from '../api/wire.ts';

const askAgainMs = 1_500;

export interface ConsentUnderWay {
  readonly asked: AskedConsent | undefined;
  readonly consent: Consent | undefined;
  /** Must be called from a click, or the browser opens no window. */
  begin(ask: () => Promise<AskedConsent>): Promise<void>;
  forget(): void;
}

function isUnderWay(consent: Consent | undefined): boolean {
  return consent === undefined || consent.status === 'open' || consent.status === 'asking';
}

/**
 * Opens the other system's consent in a window and follows what becomes of it. The window says nothing itself: it may be
 * on another site, cut off from this one, or a tab that the person opened by hand.
 */
export function useConsent(): ConsentUnderWay {
  const [asked, setAsked] = useState<AskedConsent>();
  const { data: consent } = useQuery({
    queryKey: [...keys.connections, 'consent', asked?.id],
    queryFn: () => consentApi.get(asked?.id ?? ''),
    enabled: asked !== undefined,
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? askAgainMs : false),
  });
  const begin = async (ask: () => Promise<AskedConsent>) => {
    // Opened before the answer is there: later it would count as a pop-up that nobody asked for.
    const opened = window.open('about:blank', 'invoicepatch-consent', 'popup,width=720,height=800');
    try {
      const question = await ask();
      setAsked(question);
      if (opened !== null) opened.location.href = question.url;
    } catch (thrown) {
      opened?.close();
      throw thrown;
    }
  };
  return { asked, consent: asked === undefined ? undefined : consent, begin, forget: () => setAsked(undefined) };
}
