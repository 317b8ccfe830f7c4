import { useEffect, useRef, useState } from 'react';

/**
 * Listens to the engine. `true` while it is heard; where it can't be (an old proxy, too many listeners) the caller asks
 * again and again instead. `undefined` listens to nothing.
 */
export function useLive(path: string | undefined, onEvent: () => void): boolean {
  const [live, setLive] = useState(false);
  const heard = useRef(onEvent);
  heard.current = onEvent;
  useEffect(() => {
    if (path === undefined || typeof EventSource === 'undefined') return;
    const source = new EventSource(`/api/v1${path}`);
    const tell = () => heard.current();
    source.onopen = () => setLive(true);
    source.onerror = () => setLive(false);
    source.addEventListener('run', tell);
    source.addEventListener('fact', tell);
    return () => {
      source.close();
      setLive(false);
    };
  }, [path]);
  return live;
}
