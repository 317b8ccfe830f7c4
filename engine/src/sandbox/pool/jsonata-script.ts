import { editLibrary, runtimeScript } from '@invoicepatch/jsonata';
import { packageSource } from '../sandbox-child.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';

interface Edit {
  readonly find: string;
  readonly put: string;
}

const refuse = (kind: string, code: string) => `throw {sandbox: {kind: '${kind}', code: '${code}'}};`;

/** What the library's functions, which compiled programs call as well, may not do here. */
function listEdits({ textLength, listItems }: EvaluationLimits): readonly Edit[] {
  return [
    {
      // The interpreter and its parser are asked for by name: see `createJsonataLanguage`.
      find: 'jsonata.parser = parser;',
      put: "jsonata.isBuiltIn = name => name === 'now' || name === 'millis' || staticFrame.lookup(name) !== undefined; world.open(jsonata);",
    },
    {
      find: 'defineFunction(functionEval,',
      put: `defineFunction(function(expr, focus) { ${refuse('syntax', 'eval-refused')} },`,
    },
    // A checked `push` for each list costs more than it protects; the memory limit holds anyway.
    { find: 'if (options && options.sequence) {', put: 'if (false) {' },
    { find: 'if(size > 1e7) {', put: `if(size > ${listItems}) { ${refuse('too-large', 'list-items')} } if(false) {` },
    {
      find: 'result = lstr.concat(rstr);',
      put: `if(lstr.length + rstr.length > ${textLength}) { ${refuse('too-large', 'text-length')} } result = lstr.concat(rstr);`,
    },
    {
      find: 'var padLength = Math.abs(width) - length(str);',
      put: `if(Math.abs(width) > ${textLength}) { ${refuse('too-large', 'text-length')} } var padLength = Math.abs(width) - length(str);`,
    },
  ];
}

/** The same for what compiled programs have of their own. */
function listRuntimeEdits({ listItems }: EvaluationLimits): readonly Edit[] {
  return [{ find: 'size > 1e7', put: `size > ${listItems} && listIsTooLong()` }];
}

function applyEdit(source: string, { find, put }: Edit): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`JSONata is not the one that the sandbox knows: "${find}" is not there exactly once.`);
  }
  return before + put + after;
}

/**
 * The script of the mapping language: a function from the world to the runtime of compiled programs. The interpreter is
 * the library's own, synchronous: nothing that it waits for exists in an isolate, half of its time went into promises,
 * and a synchronous call is cut off exactly at its time limit.
 */
export function jsonataScript(limits: EvaluationLimits): string {
  const library = listEdits(limits).reduce(applyEdit, editLibrary(packageSource('jsonata')));
  // The library goes in last, so that an edit of the runtime meets the runtime alone.
  const place = '/* the library */';
  const [before, after] = listRuntimeEdits(limits).reduce(applyEdit, runtimeScript(place)).split(place);
  const tooLong = `function listIsTooLong() { ${refuse('too-large', 'list-items')} }`;
  return `(function () {\n${tooLong}\nreturn ${before}${library}${after};\n})()`;
}
