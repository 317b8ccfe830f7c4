import { findErrorCode } from '../error-code.ts';

/** Classes of SQLSTATE: no connection, no resources, an operator's doing. And what the socket says. */
const away = /^(08|53|57P|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)/;
/** What the driver says without a code, and TypeORM of a transaction whose connection broke between two statements. */
const lost =
  /connection terminated|query runner already released|connection ended|not queryable|timeout exceeded when trying to connect/i;

/** Whether a statement failed because the database could not be reached, and not because of what it says. */
export function isDatabaseAway(failure: unknown): boolean {
  if (typeof failure !== 'object' || failure === null) return false;
  if (away.test(findErrorCode(failure) ?? '')) return true;
  if ('message' in failure && lost.test(String(failure.message))) return true;
  return 'cause' in failure && isDatabaseAway(failure.cause);
}
