/** An element with its children or its text. What has neither is left out: the agency rejects empty optional elements. */
export interface Element {
  readonly name: string;
  readonly content: string | readonly (Element | undefined)[];
}

export function element(name: string, content: Element['content'] | undefined): Element | undefined {
  return content === undefined ? undefined : { name, content };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
]);

/** What XML 1.0 cannot hold, even escaped. */
const forbidden = /\p{Cc}|[\uFFFE\uFFFF]/gu;

export function escapeText(text: string): string {
  const sound = text.toWellFormed().replaceAll(forbidden, ' ');
  return sound.replaceAll(/[&<>"']/g, (sign) => escapes.get(sign) ?? sign);
}

/** `''` for an element that holds nothing. */
function write({ name, content }: Element): string {
  const inner =
    typeof content === 'string'
      ? escapeText(content.trim())
      : content.map((child) => (child === undefined ? '' : write(child))).join('');
  return inner === '' ? '' : `<${name}>${inner}</${name}>`;
}

/** A whole submission. */
export function writeSubmission(children: readonly (Element | undefined)[]): string {
  const inner = children.map((child) => (child === undefined ? '' : write(child))).join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Submission xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${inner}</Submission>`;
}
