import type { Json } from '@invoicepatch/sdk';
import type { OpenBooks } from './open-books.ts';

export type Fields = { readonly [name: string]: Json };

/** What is at a path such as `Fault.Error.0.code`. */
export function at(value: Json | undefined, path: string): Json | undefined {
  return path
    .split('.')
    .reduce<Json | undefined>((inner, name) => (inner as { readonly [name: string]: Json } | undefined)?.[name], value);
}

export function toRows(value: Json | undefined): readonly Fields[] {
  return (value ?? []) as readonly Fields[];
}

export async function send(books: OpenBooks, path: string, body?: Json, query: Record<string, string> = {}) {
  // Each request has its own second, so that none meets the limit by chance.
  books.host.pass(1_000);
  const answer = await books.http.send({ method: body === undefined ? 'GET' : 'POST', path, body, query });
  return { status: answer.status, headers: answer.headers, body: JSON.parse(answer.text) as Fields };
}

export async function customerOf(books: OpenBooks, name = 'Capital Towers Inc.'): Promise<Fields> {
  return at((await send(books, 'customer', { DisplayName: name })).body, 'Customer') as Fields;
}
