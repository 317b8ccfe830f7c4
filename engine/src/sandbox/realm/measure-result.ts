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

  return (value) => {
    path.length = 0;
    sizeBytes = 0;
    visit(value);
  };
}
