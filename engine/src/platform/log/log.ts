/** What the engine says about itself: events and facts, never a payload. */
export interface Log {
  info(event: string, facts?: Record<string, unknown>): void;
  warn(event: string, facts?: Record<string, unknown>): void;
  error(event: string, facts?: Record<string, unknown>): void;
  child(facts: Record<string, unknown>): Log;
}
