import type { Json } from './json.ts';

/** A tenant's key-value store. Names are data, never paths. Writing the same key again replaces its value. */
export interface Records {
  put(collection: string, key: string, value: Json): Promise<void>;
  find(collection: string, key: string): Promise<Json | undefined>;
}
