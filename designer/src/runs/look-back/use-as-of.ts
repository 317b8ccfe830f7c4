import { useSearchParams } from 'react-router';

/** The fact after which the run is looked at, in the address; `undefined` looks at it as it is. */
export function useAsOf() {
  const [query, setQuery] = useSearchParams();
  const text = query.get('asOf');
  const asOf = text !== null && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
  const look = (seq: number | undefined) => {
    const next = new URLSearchParams(query);
    if (seq === undefined) next.delete('asOf');
    else next.set('asOf', String(seq));
    setQuery(next, { replace: true });
  };
  return { asOf, look };
}
