/**
 * What rows are remembered of: a flow's newest version, a trigger's address. Beside these: runs that are due (`id` is
 * several, with commas), and a run whose sender's answer is there.
 */
export type Topic = 'flow' | 'hook' | 'due' | 'answer';

/** Tells when remembered rows have changed, whoever changed them. */
export interface Changes {
  /** Whether changes elsewhere are heard of at the moment; when not, nothing should be remembered. */
  readonly areHeard: boolean;
  /** `forget` is called with the id of what changed, or without one when changes may have been missed. */
  follow(topic: Topic, forget: (id: string | undefined) => void): void;
  /** For this process, at once; the others hear of it from Postgres. */
  tell(topic: Topic, id: string): void;
  close(): Promise<void>;
}
