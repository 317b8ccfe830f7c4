import type { Json } from '@invoicepatch/sdk';
import { exits, Trouble } from './trouble.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

interface Problem {
  readonly detail?: string;
  readonly code?: string;
  readonly errors?: readonly { readonly path?: string; readonly message: string }[];
}

/** The engine's API as this command uses it. */
export class Api {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/+$/, '');
    this.#token = token;
  }

  get<Answer>(path: string): Promise<Answer> {
    return this.send<Answer>('GET', path);
  }

  /** Everything of a list, page after page, up to `most`. */
  async list<Item>(path: string, most = Number.POSITIVE_INFINITY): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | null = null;
    do {
      const from =
        cursor === null ? path : `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
      const page: Page<Item> = await this.get<Page<Item>>(from);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== null && items.length < most);
    return items.slice(0, most);
  }

  async send<Answer>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<Answer> {
    const answer = await this.open(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as Answer;
  }

  /** An answer that is read as it comes. A refusal is trouble with the engine's own words. */
  async open(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { authorization: `Bearer ${this.#token}`, ...(init.headers as Record<string, string>) };
    const answer = await fetch(`${this.#url}/api/v1${path}`, { ...init, headers }).catch((cause: unknown) => {
      const why = cause instanceof Error && cause.cause instanceof Error ? ` (${cause.cause.message})` : '';
      throw new Trouble(
        exits.unreachable,
        `The engine at ${this.#url} can't be reached${why}. Is it running? See --url.`,
      );
    });
    if (answer.ok) return answer;
    throw await toTrouble(answer);
  }
}

async function toTrouble(answer: Response): Promise<Trouble> {
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  const lines = (problem.errors ?? []).map(({ path, message }) => `  ${path ? `${path}: ` : ''}${message}`);
  const detail = problem.detail ?? `The engine answered ${answer.status}.`;
  return new Trouble(exits.refused, [detail, ...lines].join('\n'), problem.code);
}

export interface FlowSummary {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly version: number | null;
  readonly updatedAt: string;
}

export interface Connection {
  readonly id: string;
  readonly auth: string;
  readonly name: string;
}

export interface RunSummary {
  readonly id: string;
  readonly flowName: string;
  readonly version: number;
  readonly status: string;
  readonly acceptedAt: string;
  readonly finishedAt: string | null;
  readonly fault: { readonly code: string; readonly message: string } | null;
  readonly faultStep: string | null;
}

export interface RunFact {
  readonly seq: number;
  readonly at: string;
  readonly step: string;
  readonly kind: string;
  readonly attempt: number | null;
  readonly fault: { readonly code: string; readonly message: string } | null;
}

export type Fields = Readonly<Record<string, Json>>;
