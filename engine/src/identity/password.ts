import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);

/** OWASP's first choice for argon2id. Stronger values here make `needsRehash` true for every older hash. */
const cost = { memoryKib: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

interface Parsed {
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

function parse(stored: string): Parsed | undefined {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(stored);
  if (found === null) return undefined;
  const [, memory = '', passes = '', parallelism = '', salt = '', hash = ''] = found;
  return {
    memoryKib: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

function run(password: string, { memoryKib, passes, parallelism, salt }: Omit<Parsed, 'hash'>): Promise<Buffer> {
  // The same letters typed on another keyboard may be other code points; NFKC makes them one.
  const message = Buffer.from(password.normalize('NFKC'));
  return derive('argon2id', { message, nonce: salt, memory: memoryKib, passes, parallelism, tagLength });
}

const unpadded = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');

/** In the PHC text form, which carries its own cost. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await run(password, { ...cost, salt });
  return `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=${cost.parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

const nobodysHash = `$argon2id$v=19$m=${cost.memoryKib},t=${cost.passes},p=${cost.parallelism}$${unpadded(randomBytes(16))}$${unpadded(randomBytes(32))}`;

/** Without a stored hash it works just as long and says no: who has an account can't be told from the time. */
export async function isPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parsed = parse(stored ?? nobodysHash);
  if (parsed === undefined) return false;
  const hash = await run(password, parsed);
  return hash.length === parsed.hash.length && timingSafeEqual(hash, parsed.hash) && stored !== undefined;
}

/** Whether a hash is weaker than what is made today. */
export function needsRehash(stored: string): boolean {
  const parsed = parse(stored);
  return parsed === undefined || parsed.memoryKib < cost.memoryKib || parsed.passes < cost.passes;
}
