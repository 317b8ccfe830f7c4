import type { EvaluationLimits } from '../sandbox-limits.ts';

interface Edit {
  readonly find: string;
  readonly put: string;
}

const refuse = (kind: string, code: string) => `throw {sandbox: {kind: '${kind}', code: '${code}'}};`;

function listEdits({ textLength, listItems }: EvaluationLimits): readonly Edit[] {
  return [
    {
      find: 'jsonata.parser = parser;',
      put: "jsonata.isBuiltIn = name => name === 'now' || name === 'millis' || staticFrame.lookup(name) !== undefined;",
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

function applyEdit(source: string, { find, put }: Edit): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The JSONata library is not the one that the sandbox knows: "${find}" is not there exactly once.`);
  }
  return before + put + after;
}

/**
 * The reference evaluator, made synchronous: nothing that it waits for exists in an isolate, half of its time went into
 * promises, and a synchronous call is cut off exactly at its time limit.
 */
export function editJsonata(source: string, limits: EvaluationLimits): string {
  const synchronous = source
    .replace(/\basync function\b/g, 'function')
    .replace(/\basync \(/g, '(')
    .replace(/\bawait /g, '')
    .replace(/= +Promise\.all\(/g, '= (');
  if (/\bawait\b|\bPromise\.all\b/.test(synchronous)) throw new Error('The JSONata library still waits for something.');
  return listEdits(limits).reduce(applyEdit, synchronous);
}
