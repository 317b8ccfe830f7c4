import { type Http, type Json, Untrusted, z } from '@invoicepatch/sdk';
import { defaultMinorVersion } from './auth.ts';

/** What QuickBooks points with: an id, and the name it had. */
export const reference = z.object({ value: z.string(), name: z.string().optional() });

type Settings = Readonly<Record<string, Json>>;

export function toMinorVersion(settings: Settings): number {
  const chosen = settings['minorVersion'];
  return typeof chosen === 'number' ? chosen : defaultMinorVersion;
}

/** The part of a context that talking to QuickBooks needs. */
export interface Books {
  readonly http: Http;
  readonly settings: Settings;
}

/** The most rows that one answer to a query holds. */
const pageSize = 1_000;

const queryAnswer = z.object({ QueryResponse: z.record(z.string(), z.unknown()).default({}) });

/** Text inside a query: a quote would end it and a backslash would free the next quote. */
export function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

export interface Rows {
  readonly rows: readonly unknown[];
  /** The answer to `select count(*)`. */
  readonly total: number | undefined;
  /** Whether no row was left behind at the limit. */
  readonly complete: boolean;
}

async function askPage(books: Books, query: string): Promise<Omit<Rows, 'complete'>> {
  const answer = await books.http.get('query', { query: { query, minorversion: toMinorVersion(books.settings) } });
  const { QueryResponse: response } = answer.as(queryAnswer);
  const rows = Object.values(response).find((value): value is unknown[] => Array.isArray(value)) ?? [];
  const total = response['totalCount'];
  return { rows, total: typeof total === 'number' ? total : undefined };
}

/** Reads a query page by page: QuickBooks cuts any answer at a thousand rows without a word. */
export async function selectRows(books: Books, query: string, limit: number): Promise<Rows> {
  const rows: unknown[] = [];
  while (true) {
    // One row more than wanted tells whether there was more.
    const size = Math.min(pageSize, limit + 1 - rows.length);
    const page = await askPage(books, `${query} startposition ${rows.length + 1} maxresults ${size}`);
    rows.push(...page.rows);
    const complete = page.rows.length < size;
    if (complete || rows.length > limit) return { rows: rows.slice(0, limit), total: page.total, complete };
  }
}

/** Like `selectRows`, each row read by a schema. */
export async function select<Schema extends z.ZodType>(
  books: Books,
  query: string,
  options: { readonly row: Schema; readonly limit: number },
): Promise<readonly z.output<Schema>[]> {
  const { rows } = await selectRows(books, query, options.limit);
  return new Untrusted(rows).as(z.array(options.row));
}
