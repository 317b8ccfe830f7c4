export const DATABASE = Symbol('Database');
export const PRESENCE = Symbol('Presence');
/** How processes that drive runs are told of new ones. */
export const WAKES = Symbol('Wakes');
export const CLOCK = Symbol('Clock');
export const CONFIG = Symbol('Config');
export const LOG = Symbol('Log');
export const FILES = Symbol('Files');
export const SECRET_BOX = Symbol('SecretBox');
export const GUARDED_HTTP = Symbol('GuardedHttp');
export const METRICS = Symbol('Metrics');
/** Where spans go; `undefined` when tracing is off. */
export const TRACING = Symbol('Tracing');
