/** Texts and comments without what is in them: their brackets and colons do not count. */
function blank(expression: string): string {
  return expression.replace(/\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g, 'x').trim();
}

const steps: Readonly<Record<string, number>> = { '{': 1, '[': 1, '(': 1, '}': -1, ']': -1, ')': -1 };

/** How many fields an expression that is one object makes at its outermost level; `undefined` for any other. */
export function countFields(expression: string): number | undefined {
  const text = blank(expression);
  if (!text.startsWith('{')) return undefined;
  let depth = 0;
  let fields = 0;
  for (const [at, sign] of [...text].entries()) {
    depth += steps[sign] ?? 0;
    if (depth === 1 && sign === ':') fields += 1;
    if (depth === 0 && at < text.length - 1) return undefined;
  }
  return depth === 0 ? fields : undefined;
}
