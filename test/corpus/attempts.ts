import { readFileSync } from 'node:fs';
import { z } from '@invoicepatch/sdk';

const gen = z.object({ left: z.string(), mid: z.string(), right: z.string(), n: z.number() });
const attempt = z.object({
  id: z.string(),
  kind: z.enum(['js', 'jsonata', 'jsonlogic']),
  code: z.string(),
  timeout_ms: z.number(),
  marker: z.string(),
  category: z.string().default(''),
  input: z.unknown().optional(),
  gen: gen.optional(),
});
const corpus = z.object({ attempts: z.array(attempt), default_input: z.unknown().optional() });

/** What stands for the places that a hostile program tries to reach. */
export interface Bait {
  readonly secretName: string;
  /** Path of a file that must never come into being. */
  readonly canaryFile: string;
  /** A port that nobody may call. */
  readonly port: number;
}

export interface Attempt {
  readonly id: string;
  readonly kind: 'js' | 'jsonata' | 'jsonlogic';
  readonly category: string;
  /** What an escape would look like. */
  readonly marker: string;
  readonly timeoutMs: number;
  readonly source: string;
  readonly input: unknown;
}

function place(text: string, { secretName, canaryFile, port }: Bait): string {
  return text
    .replaceAll('%%SECRET_ENV%%', secretName)
    .replaceAll('%%SECRET_NAME%%', 'plain-word')
    .replaceAll('%%CANARY_FILE%%', canaryFile)
    .replaceAll('%%CANARY_PORT%%', String(port));
}

function sourceOf({ code, gen: made }: z.output<typeof attempt>): string {
  return made === undefined ? code : made.left.repeat(made.n) + made.mid + made.right.repeat(made.n);
}

/** The attempts of a file of hostile programs, with the bait in its places. */
export function readAttempts(file: string, bait: Bait): readonly Attempt[] {
  const { attempts, default_input: usual } = corpus.parse(JSON.parse(readFileSync(file, 'utf8')));
  return attempts.map((each) => {
    const given = each.input ?? (each.kind === 'jsonata' ? (usual ?? {}) : {});
    return {
      id: each.id,
      kind: each.kind,
      category: each.category,
      marker: each.marker,
      timeoutMs: each.timeout_ms,
      source: place(sourceOf(each), bait),
      input: JSON.parse(place(JSON.stringify(given), bait)),
    };
  });
}
