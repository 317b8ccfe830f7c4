interface Edit {
  readonly find: string;
  readonly put: string;
}

/** What the runtime takes out of the library: its functions, its checks of arguments, its sentences. */
const edits: readonly Edit[] = [
  {
    find: 'jsonata.parser = parser;',
    put: 'jsonata.builtin = name => staticFrame.lookup(name); jsonata.signature = parseSignature; jsonata.explain = populateMessage; jsonata.parser = parser;',
  },
  {
    // Functions of the runtime have no fields of their own, whoever asks. Where there is no runtime there are none.
    find: "return typeof arg === 'object' && arg !== null ? Object.keys(arg) : [];",
    put: "return typeof arg === 'object' && arg !== null && !(typeof Callable === 'function' && arg instanceof Callable) ? Object.keys(arg) : [];",
  },
  {
    // A function in a sentence is no concern of the library's insides.
    find: 'return JSON.stringify(err[arguments[1]]);',
    put: "return JSON.stringify(err[arguments[1]], (name, value) => isFunction(value) ? '<function>' : value);",
  },
];

function applyEdit(source: string, { find, put }: Edit): string {
  const [before, after, ...more] = source.split(find);
  if (before === undefined || after === undefined || more.length > 0) {
    throw new Error(`The JSONata library is not the one that the compiler knows: "${find}" is not there exactly once.`);
  }
  return before + put + after;
}

/** The text of the package `jsonata` with nothing to wait for: one thing is done after the other. */
export function makeSynchronous(source: string): string {
  const synchronous = source
    .replace(/\basync function\b/g, 'function')
    .replace(/\basync \(/g, '(')
    .replace(/\bawait /g, '')
    .replace(/= +Promise\.all\(/g, '= (');
  if (/\bawait\b|\bPromise\.all\b/.test(synchronous)) throw new Error('The JSONata library still waits for something.');
  return synchronous;
}

/**
 * The text of the package `jsonata`, made synchronous and open to the runtime. The text is handed in and nothing of it
 * is kept here.
 */
export function editLibrary(source: string): string {
  return edits.reduce(applyEdit, makeSynchronous(source));
}
