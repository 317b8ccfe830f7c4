/** Every object that programs find ready-made, wherever it hides. */
export function listIntrinsics(scope: Readonly<Record<string, unknown>>): Set<object> {
  const seen = new Set<object>();
  const pending: object[] = [];
  const note = (value: unknown) => {
    if (((typeof value !== 'object' || value === null) && typeof value !== 'function') || seen.has(value)) return;
    seen.add(value);
    pending.push(value);
  };
  for (const name of Object.getOwnPropertyNames(scope)) if (scope[name] !== scope) note(scope[name]);
  // What no name leads to: the makers of generators and asynchronous functions, and the prototypes of iterators.
  const makers = [function* () {}, async () => {}, async function* () {}];
  const iterators = [[].values(), new Map().keys(), new Set().keys(), ''[Symbol.iterator](), /a/[Symbol.matchAll]('a')];
  const samples: readonly object[] = [...makers, ...iterators];
  for (const sample of samples) note(Object.getPrototypeOf(sample));
  for (let object = pending.pop(); object !== undefined; object = pending.pop()) {
    note(Object.getPrototypeOf(object));
    for (const property of Object.values(Object.getOwnPropertyDescriptors(object))) {
      for (const part of [property.value, property.get, property.set]) note(part);
    }
    for (const symbol of Object.getOwnPropertySymbols(object)) note(Reflect.get(object, symbol, object));
  }
  return seen;
}

/** A frozen `toString` would forbid `{"toString": 1}` by assignment; an accessor lets objects have their own. */
export function allowOwnFields(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const property = Reflect.getOwnPropertyDescriptor(prototype, key);
    if (property === undefined || !('value' in property) || !property.configurable) continue;
    const { value } = property;
    Object.defineProperty(prototype, key, {
      configurable: false,
      enumerable: false,
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError('Built-in objects cannot be changed.');
        Object.defineProperty(this, key, { value: own, configurable: true, enumerable: true, writable: true });
      },
    });
  }
}

/** No global can be replaced, and none can be added. */
export function sealGlobals(scope: Readonly<Record<string, unknown>>): void {
  for (const name of Object.getOwnPropertyNames(scope)) {
    const property = Reflect.getOwnPropertyDescriptor(scope, name);
    if (property === undefined || !property.configurable || !('value' in property)) continue;
    Object.defineProperty(scope, name, { ...property, configurable: false, writable: false });
  }
  Reflect.preventExtensions(scope);
}

/**
 * Takes away what a program never needs and freezes the built-in objects, so that no evaluation can leave anything
 * behind for the next one.
 */
export function harden(): void {
  const scope: Record<string, unknown> = Object(globalThis);
  // Freezing what nobody uses costs memory and time in each context, so most of it goes away instead.
  const needless = [
    ...['SharedArrayBuffer', 'WebAssembly', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'eval', 'harden', 'Proxy'],
    ...['Intl', 'Temporal', 'Iterator', 'WeakMap', 'WeakSet', 'DisposableStack', 'AsyncDisposableStack', 'console'],
    ...['SuppressedError', 'AggregateError', 'BigInt', 'escape', 'unescape', 'DataView', 'ArrayBuffer', 'Int8Array'],
    ...['Uint8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array', 'Float16Array'],
    ...['Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array'],
  ];
  for (const name of needless) Reflect.deleteProperty(scope, name);
  // Without its accessor `__proto__` is a field like any other, and nothing can swap a prototype by assignment.
  Reflect.deleteProperty(Object.prototype, '__proto__');
  const intrinsics = listIntrinsics(scope);
  for (const prototype of [Object.prototype, Function.prototype, Error.prototype]) allowOwnFields(prototype);
  for (const object of intrinsics) Object.freeze(object);
  sealGlobals(scope);
}
