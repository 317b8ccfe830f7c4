import { editLibrary } from './library/edit-library.ts';
import type { LoadedRuntime, Program } from './runtime/loaded.ts';
import type { World } from './runtime/runtime.ts';
import { runtimeScript } from './runtime-script.ts';

/**
 * The one place where text becomes code. The product does the same inside an isolate; outside of one it is for tests
 * and measurements.
 */
function toCode(text: string): unknown {
  return new Function(`return ${text}`)();
}

export interface Loaded extends LoadedRuntime {
  /** Makes the code of a compiled program ready to run. */
  load(code: string): Program;
}

/** The runtime in this realm. `librarySource` is the text of the package `jsonata`. */
export function loadRuntime(librarySource: string, world: World): Loaded {
  const create = toCode(runtimeScript(editLibrary(librarySource))) as (world: World) => LoadedRuntime;
  const runtime = create(world);
  return {
    ...runtime,
    load: (code) => runtime.link(toCode(code) as Parameters<LoadedRuntime['link']>[0]),
  };
}
