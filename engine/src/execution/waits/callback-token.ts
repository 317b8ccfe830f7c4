import { createHmac, timingSafeEqual } from 'node:crypto';

export interface CallbackPlace {
  readonly runId: string;
  readonly step: string;
}

/** 128 bits that nobody can guess who doesn't know the run's secret. */
const proofBytes = 16;
const idBytes = 16;

/** The last part of a waiting step's address: where it stands, and the proof that we gave it out. */
export function toCallbackToken({ runId, step, secret }: CallbackPlace & { readonly secret: string }): string {
  const id = Buffer.from(runId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, prove(runId, step, secret), Buffer.from(step)]).toString('base64url');
}

/** Where a token says that it belongs; nothing is proved yet. `undefined` when it is no token. */
export function readCallbackToken(token: string): CallbackPlace | undefined {
  if (!/^[A-Za-z0-9_-]{44,800}$/.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const hex = bytes.subarray(0, idBytes).toString('hex');
  const step = bytes.subarray(idBytes + proofBytes).toString();
  if (!/^[A-Za-z0-9_.[\]]{1,500}$/.test(step)) return undefined;
  return { runId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'), step };
}

export function isCallbackToken(token: string, place: CallbackPlace & { readonly secret: string }): boolean {
  const [given, right] = [Buffer.from(token), Buffer.from(toCallbackToken(place))];
  return given.length === right.length && timingSafeEqual(given, right);
}

function prove(runId: string, step: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${runId}\n${step}`).digest().subarray(0, proofBytes);
}
