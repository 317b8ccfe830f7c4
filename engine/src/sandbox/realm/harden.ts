/**
 * Runs inside an isolate, as text, after the libraries have loaded: takes away what a program never needs and freezes
 * the built-in objects, so that no evaluation can leave anything behind for the next one.
 */
export function harden(): void {
  const scope: Record<string, unknown> = globalThis as never;
  for (const name of ['SharedArrayBuffer', 'WebAssembly', 'Atomics', 'WeakRef', 'FinalizationRegistry', 'eval', 'harden']) {
    delete scope[name];
  }
  // Without its accessor `__proto__` is a field like any other, and nothing can swap a prototype by assignment.
  Reflect.deleteProperty(Object.prototype, '__proto__');

  const seen = new Set<object>();
  const pending: object[] = [];
  const note = (value: unknown) => {
    if ((typeof value === 'object' || typeof value === 'function') && value !== null && !seen.has(value)) {
      seen.add(value);
      pending.push(value);
    }
  };
  for (const name of Object.getOwnPropertyNames(scope)) if (scope[name] !== scope) note(scope[name]);
  for (const sample of [function* () {}, async () => {}, async function* () {}, [][Symbol.iterator](), /a/[Symbol.matchAll]('a')]) {
    note(Object.getPrototypeOf(sample));
  }
  for (let object = pending.pop(); object !== undefined; object = pending.pop()) {
    note(Object.getPrototypeOf(object));
    for (const key of Reflect.ownKeys(object)) {
      const property = Reflect.getOwnPropertyDescriptor(object, key);
      note(property?.value);
      note(property?.get);
      note(property?.set);
    }
  }
  // A frozen `Object.prototype.toString` would forbid `{"toString": 1}` by assignment; an accessor lets objects have their own.
  const allowOwn = (prototype: object, key: string | symbol, value: unknown) => {
    Object.defineProperty(prototype, key, {
      configurable: false,
      enumerable: false,
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError('Built-in objects cannot be changed.');
        Object.defineProperty(this, key, { value: own, configurable: true, enumerable: true, writable: true });
      },
    });
  };
  for (const prototype of [Object.prototype, Function.prototype, Error.prototype]) {
    for (const key of Reflect.ownKeys(prototype)) {
      const property = Reflect.getOwnPropertyDescriptor(prototype, key);
      if (property !== undefined && 'value' in property && property.configurable) allowOwn(prototype, key, property.value);
    }
  }
  for (const object of seen) Object.freeze(object);
  for (const name of Object.getOwnPropertyNames(scope)) {
    const property = Reflect.getOwnPropertyDescriptor(scope, name);
    if (property?.configurable && 'value' in property) {
      Object.defineProperty(scope, name, { ...property, configurable: false, writable: false });
    }
  }
  Object.preventExtensions(globalThis);
}
