import { type HttpAnswer, z } from '@invoicepatch/sdk';

const longest = 300;

const text = z.string().min(1);
/** The places where APIs put a sentence, the most telling first. */
const spoken = z.union([
  z.object({ error_description: text }).transform((body) => body.error_description),
  z.object({ error: z.object({ message: text }) }).transform((body) => body.error.message),
  z.object({ detail: text }).transform((body) => body.detail),
  z.object({ message: text }).transform((body) => body.message),
  z.object({ Message: text }).transform((body) => body.Message),
  z.object({ error: text }).transform((body) => body.error),
  z.object({ title: text }).transform((body) => body.title),
]);

function findSpoken(body: string): string | undefined {
  try {
    return spoken.safeParse(JSON.parse(body)).data;
  } catch {
    // Not JSON: its text is all there is.
    return undefined;
  }
}

/** The other system's own reason, on one line, cut. Pages of HTML say nothing to a person who reads a run. */
export function reasonOf({ headers, text: body }: HttpAnswer): string {
  if (/html/i.test(headers['content-type'] ?? '') || /^\s*</.test(body)) return '';
  const said = findSpoken(body.slice(0, 100_000)) ?? body;
  const line = said.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}
