import type { Language } from './language.ts';

export interface JsonLogicLibrary {
  apply(logic: unknown, data: unknown): unknown;
  add_operation(name: string, code: (...given: unknown[]) => unknown): void;
  rm_operation(name: string): void;
}

/** The rules' language: its own list of operators, and no way from data to what objects inherit. */
export function createJsonLogicLanguage(jsonLogic: JsonLogicLibrary): Language {
  const maxDepth = 100;
  const operators = new Set(
    'var missing missing_some if ?: and or ! !! == === != !== > >= < <= + - * / % min max merge in cat substr map filter reduce all none some'.split(
      ' ',
    ),
  );

  /** Only fields that the data itself has: never what objects inherit. */
  function readField(data: unknown, name: unknown): unknown {
    if (name === undefined || name === null || name === '') return data;
    let value = data;
    for (const key of String(name).split('.')) {
      if (value === null || value === undefined || !Object.hasOwn(Object(value), key)) return undefined;
      value = Object(value)[key];
    }
    return value;
  }

  function listMissing(data: unknown, names: readonly unknown[]): unknown[] {
    return names.filter((name) => {
      const value = readField(data, name);
      return value === undefined || value === null || value === '';
    });
  }

  jsonLogic.rm_operation('log');
  jsonLogic.rm_operation('method');
  jsonLogic.add_operation('var', function (this: unknown, name: unknown, otherwise: unknown) {
    const value = readField(this, name);
    return value === undefined ? (otherwise ?? null) : value;
  });
  jsonLogic.add_operation('missing', function (this: unknown, ...names: unknown[]) {
    return listMissing(this, Array.isArray(names[0]) ? names[0] : names);
  });
  jsonLogic.add_operation('missing_some', function (this: unknown, needed: unknown, names: unknown) {
    const wanted = Array.isArray(names) ? names : [];
    const missing = listMissing(this, wanted);
    return wanted.length - missing.length >= Number(needed) ? [] : missing;
  });
  jsonLogic.add_operation('in', (part: unknown, whole: unknown) =>
    typeof whole === 'string' ? whole.includes(String(part)) : Array.isArray(whole) && whole.includes(part),
  );

  function checkOperator(operator: string, path: readonly (string | number)[]): void {
    if (operators.has(operator)) return;
    const token = path.join('.').slice(0, 200);
    throw { sandbox: { kind: 'syntax', code: 'unknown-operator', token, said: operator.slice(0, 60) } };
  }

  function checkField(key: string | number, value: unknown, path: readonly (string | number)[]): void {
    if (typeof key === 'string') checkOperator(key, path);
    check(value, [...path, key]);
  }

  function check(logic: unknown, path: readonly (string | number)[]): void {
    if (typeof logic !== 'object' || logic === null) return;
    if (path.length > maxDepth) throw { sandbox: { kind: 'too-deep', code: 'rule-depth' } };
    const entries = Array.isArray(logic) ? [...logic.entries()] : Object.entries(logic);
    // An object with no field or with several is plain data.
    if (!Array.isArray(logic) && entries.length !== 1) return;
    for (const [key, value] of entries) checkField(key, value, path);
  }

  function parse(source: string): unknown {
    let logic: unknown;
    try {
      logic = JSON.parse(source);
    } catch {
      throw { sandbox: { kind: 'syntax', code: 'not-json' } };
    }
    check(logic, []);
    return logic;
  }

  return {
    prepare(source) {
      const logic = parse(source);
      return { run: (input) => jsonLogic.apply(logic, input) };
    },
    inspect(source) {
      parse(source);
      return { ok: true, variables: [], nodes: [] };
    },
  };
}
