/** How many signs have to change, swaps of neighbours counted once (restricted Damerau–Levenshtein). */
function distance(one: string, other: string): number {
  let before: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (last[j - 1] ?? 0) + Number(one[i - 1] !== other[j - 1]);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : changed;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
    }
    [before, last] = [last, row];
  }
  return last[other.length] ?? 0;
}

const plain = (name: string) => name.toLowerCase().replace(/[_\-\s]/g, '');

/** The name that was probably meant; `undefined` when none is near. */
export function findNearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = plain(name);
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const rated = [...known]
    .slice(0, 1_000)
    .map((each) => ({
      each,
      far: Math.abs(each.length - name.length) > limit + 2 ? 99 : distance(wanted, plain(each)),
    }))
    .filter(({ far }) => far <= limit)
    .sort((one, other) => one.far - other.far);
  return rated[0]?.each;
}
