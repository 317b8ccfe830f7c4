import * as callable from './runtime/callable.ts';
import * as dates from './runtime/dates.ts';
import * as failure from './runtime/failure.ts';
import * as functionValues from './runtime/function-values.ts';
import * as functions from './runtime/functions.ts';
import * as grouping from './runtime/grouping.ts';
import * as list from './runtime/list.ts';
import * as loaded from './runtime/loaded.ts';
import * as lookup from './runtime/lookup.ts';
import * as matching from './runtime/matching.ts';
import * as operators from './runtime/operators.ts';
import * as paths from './runtime/paths.ts';
import * as quickFunctions from './runtime/quick-functions.ts';
import * as quickValues from './runtime/quick-values.ts';
import * as rounding from './runtime/rounding.ts';
import * as runtime from './runtime/runtime.ts';
import * as sorting from './runtime/sorting.ts';
import * as text from './runtime/text.ts';
import * as transforming from './runtime/transforming.ts';
import * as tuples from './runtime/tuples.ts';

/** Everything in `runtime/`: these functions cross as text, call each other by name, and see nothing else. */
const parts: ReadonlyMap<string, unknown> = new Map(
  [callable, dates, failure, functionValues, functions, grouping, list, lookup, matching, operators, paths]
    .flatMap((file): [string, unknown][] => Object.entries(file))
    .concat(
      [loaded, quickFunctions, quickValues, rounding, runtime, sorting, text, transforming, tuples].flatMap(
        (file): [string, unknown][] => Object.entries(file),
      ),
    ),
);

/**
 * The script that fills an isolate: an expression whose value is a function from the world and the host's `window` (for
 * `btoa` and `atob`, where there is no `Buffer`) to a `LoadedRuntime`. The library's text is that of `editLibrary`.
 */
export function runtimeScript(editedLibrary: string): string {
  return `(function (world, window) {
'use strict';
const library = (function () { var module = { exports: {} }; (function (module, exports, window) {${editedLibrary}
})(module, module.exports, window); return module.exports; })();
${[...parts.values()].join('\n')}
return createLoaded(library, createRuntime(library, world), { ${[...parts.keys()].join(', ')} });
})`;
}
