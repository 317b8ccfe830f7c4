/** Texts and comments without what is in them: their brackets and colons do not count. */
function blank(expression: string): string {
  return expression
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g, 'x')
    .trim();
}

/** The colon of a condition is no field's,. */
const counts: Readonly<Record<string, number>> = { ':': 1, '?': -1 };
const steps: Readonly<Record<string, number>> = { '{': 1, '[': 1, '(': 1, '}': -1, ']': -1, ')': -1 };

/** What a block `( …; …; result )` ends with; any other expression is its own result. */
function resultOf(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  let from = 1;
  for (const [at, sign] of [...text].entries()) {
    depth += steps[sign] ?? 0;
    if (depth === 0 && at < text.length - 1) return text;
    if (depth === 1 && sign === ';') from = at + 1;
  }
  return text.slice(from, -1).trim();
}

/** How many fields an expression makes that gives one object; `undefined` for any other. */
export function countFields(expression: string): number | undefined {
  const text = resultOf(blank(expression));
  if (!text.startsWith('{')) return undefined;
  let depth = 0;
  let fields = 0;
  for (const [at, sign] of [...text].entries()) {
    depth += steps[sign] ?? 0;
    if (depth === 1) fields += counts[sign] ?? 0;
    if (depth === 0 && at < text.length - 1) return undefined;
  }
  return depth === 0 ? fields : undefined;
}
