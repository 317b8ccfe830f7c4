import type { NodeDescriptor } from '@invoicepatch/sdk';
import { useEffect, useMemo, useRef } from 'react';
import { AssistClient } from './assist-client.ts';
import type { Assist } from './assist-extensions.ts';
import type { ExpressionPlace } from './assist-question.ts';

interface Asking {
  readonly descriptors: Iterable<NodeDescriptor>;
  /** Where the expression stands, as the flow is at the moment. */
  place(): ExpressionPlace;
  readonly mend: string;
}

/** Answers of a worker of this field; the worker is started with the first question. */
export function useAssist(asking: Asking): Assist {
  const latest = useRef(asking);
  latest.current = asking;
  const client = useRef<AssistClient>(undefined);
  useEffect(
    () => () => {
      client.current?.close();
      client.current = undefined;
    },
    [],
  );
  return useMemo(() => {
    const open = () => {
      client.current ??= new AssistClient(latest.current.descriptors);
      return client.current;
    };
    return {
      complete: async (text, offset) => (await open().complete(latest.current.place(), text, offset))?.items ?? [],
      hover: (text, offset) => open().hover(latest.current.place(), text, offset),
      look: (text) => open().look(latest.current.place(), text),
      mend: asking.mend,
    };
  }, [asking.mend]);
}
