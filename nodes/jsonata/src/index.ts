export { type Compiled, compile } from './compile.ts';
export { parseExactJson, quoteLongNumbers } from './json/exact-json.ts';
export { findLongNumbers, type LongNumber, mayHoldLongNumber } from './json/long-numbers.ts';
export { editLibrary } from './library/edit-library.ts';
export { type Loaded, loadRuntime } from './load.ts';
export type { TooDeep } from './parse/too-deep.ts';
export type { LoadedRuntime, Program } from './runtime/loaded.ts';
export type { World } from './runtime/runtime.ts';
export { runtimeScript } from './runtime-script.ts';
