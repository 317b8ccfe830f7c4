import type { Config } from './config.ts';

/** What a process does, by its role. */
export interface Duties {
  /** Serves the designer and the API, and takes deliveries. */
  readonly serves: boolean;
  /** Drives runs. */
  readonly drives: boolean;
  /** Starts runs by itself: schedules, polls, folders. */
  readonly starts: boolean;
}

export function dutiesOf(role: Config['role']): Duties {
  const is = (duty: Config['role']) => role === 'all' || role === duty;
  return { serves: is('api'), drives: is('worker'), starts: is('scheduler') };
}
