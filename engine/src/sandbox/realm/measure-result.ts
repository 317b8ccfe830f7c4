export interface ResultLimits {
  readonly resultBytes: number;
  readonly resultDepth: number;
}

/** Runs inside an isolate, as text: throws before a result is turned into text when that text is not possible or too much. */
export function createMeasure(limits: ResultLimits): (value: unknown) => void {
  const path: (string | number)[] = [];
  let sizeBytes = 0;

  function fail(failure: object): never {
    throw { sandbox: { token: path.join('.').slice(0, 200), ...failure } };
  }

  function count(bytes: number): void {
    sizeBytes += bytes;
    if (sizeBytes > limits.resultBytes) fail({ kind: 'too-large', code: 'result-bytes' });
  }

  function enter(key: string | number, value: unknown): void {
    path.push(key);
    visit(value);
    path.pop();
  }

  function visitObject(value: object): void {
    if (path.length >= limits.resultDepth) fail({ kind: 'too-deep', code: 'result-depth', token: '' });
    if (Array.isArray(value)) {
      for (let at = 0; at < value.length; at += 1) enter(at, value[at]);
      return;
    }
    const fields = value as Record<string, unknown>;
    if (fields['_jsonata_lambda'] === true || fields['_jsonata_function'] === true) fail({ kind: 'failed', code: 'result-function' });
    for (const key of Object.keys(fields)) {
      if (key === '__proto__') fail({ kind: 'failed', code: 'result-field' });
      count(key.length + 4);
      enter(key, fields[key]);
    }
  }

  function visit(value: unknown): void {
    if (typeof value === 'string') return count(value.length + 3);
    count(5);
    if (typeof value === 'function' || typeof value === 'symbol') return fail({ kind: 'failed', code: 'result-function' });
    if (typeof value === 'bigint') return fail({ kind: 'failed', code: 'result-number' });
    if (typeof value === 'number' && !Number.isFinite(value)) fail({ kind: 'failed', code: 'result-number' });
    if (typeof value === 'object' && value !== null) visitObject(value);
  }

  return (value) => {
    path.length = 0;
    sizeBytes = 0;
    visit(value);
  };
}
