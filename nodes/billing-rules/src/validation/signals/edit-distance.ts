/** Whether one sign inserted, removed or replaced makes one text of the other, or none has to be. */
export function isOneEditAway(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const rest = long.slice(at + 1);
  return short.length === long.length ? short.slice(at + 1) === rest : short.slice(at) === rest;
}
