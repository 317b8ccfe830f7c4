export interface ResultLimits {
  readonly resultBytes: number;
  readonly resultDepth: number;
}

/** Throws before a result is turned into text when that text is not possible or too much. */
export function createMeasure(limits: ResultLimits): (value: unknown) => void {
  const path: (string | number)[] = [];
  let sizeBytes = 0;

  function fail(kind: string, code: string): never {
    throw { sandbox: { kind, code, token: code === 'result-depth' ? undefined : path.join('.').slice(0, 200) } };
  }

  function count(bytes: number): void {
    sizeBytes += bytes;
    if (sizeBytes > limits.resultBytes) fail('too-large', 'result-bytes');
  }

  function enter(key: string | number, value: unknown): void {
    path.push(key);
    visit(value);
    path.pop();
  }

  function visitFields(value: object): void {
    const marks = [Reflect.get(value, '_jsonata_lambda'), Reflect.get(value, '_jsonata_function')];
    if (marks.includes(true)) fail('failed', 'result-function');
    for (const [key, field] of Object.entries(value)) {
      if (key === '__proto__') fail('failed', 'result-field');
      count(key.length + 4);
      enter(key, field);
    }
  }

  function visitObject(value: object): void {
    if (path.length >= limits.resultDepth) fail('too-deep', 'result-depth');
    if (Array.isArray(value)) for (let at = 0; at < value.length; at += 1) enter(at, value[at]);
    else visitFields(value);
  }

  function visit(value: unknown): void {
    count(typeof value === 'string' ? value.length + 3 : 5);
    if (typeof value === 'function' || typeof value === 'symbol') fail('failed', 'result-function');
    const isOdd = typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value));
    if (isOdd) fail('failed', 'result-number');
    if (typeof value === 'object' && value !== null) visitObject(value);
  }

  /** Whether nothing needs a closer look. Nearly always so, and much quicker than finding the place of a fault. */
  function isPlain(value: unknown, depth: number): boolean {
    if (typeof value === 'string') {
      sizeBytes += value.length + 3;
      return true;
    }
    sizeBytes += 5;
    if (typeof value !== 'object' || value === null) return isPlainLeaf(value);
    if (depth >= limits.resultDepth) return false;
    return Array.isArray(value) ? isPlainList(value, depth + 1) : isPlainObject(value, depth + 1);
  }

  function isPlainLeaf(value: unknown): boolean {
    if (typeof value === 'number') return Number.isFinite(value);
    return value === null || value === undefined || typeof value === 'boolean';
  }

  function isPlainList(list: readonly unknown[], depth: number): boolean {
    for (let at = 0; at < list.length; at += 1) if (!isPlain(list[at], depth)) return false;
    return true;
  }

  function isPlainObject(value: object, depth: number): boolean {
    for (const key in value) {
      if (key.charCodeAt(0) === 95 && (key === '__proto__' || key.startsWith('_jsonata_'))) return false;
      sizeBytes += key.length + 4;
      if (!isPlain(value[key as keyof object], depth)) return false;
    }
    return true;
  }

  return (value) => {
    sizeBytes = 0;
    if (isPlain(value, 0) && sizeBytes <= limits.resultBytes) return;
    path.length = 0;
    sizeBytes = 0;
    visit(value);
  };
}
