/** The `code` that Node, Postgres and others put on what they throw; their class may be of another realm. */
export function findErrorCode(failure: unknown): string | undefined {
  if (typeof failure !== 'object' || failure === null || !('code' in failure)) return undefined;
  return typeof failure.code === 'string' ? failure.code : undefined;
}
