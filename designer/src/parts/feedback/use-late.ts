import { useEffect, useState } from 'react';

/** Becomes true 300 ms after `waiting` did: what is quicker shows no sign of waiting. */
export function useLate(waiting: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (!waiting) return undefined;
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, [waiting]);
  return late;
}
