import { execFileSync } from 'node:child_process';
import { expect, test } from '@jest/globals';

/** Runs code in a hardened isolate, in a process like the sandbox's own. */
function runIsolated(lines: readonly string[]): unknown[] {
  const main = `
    import ivm from 'isolated-vm';
    import { allowOwnFields, harden, listIntrinsics, sealGlobals } from './harden.ts';
    const context = new ivm.Isolate({ memoryLimit: 32 }).createContextSync();
    context.evalSync([allowOwnFields, harden, listIntrinsics, sealGlobals].join('\\n') + '; harden()');
    const results = ${JSON.stringify(lines)}.map((line) => {
      try { return context.evalSync(line, { copy: true }) } catch (error) { return 'refused' }
    });
    process.stdout.write(JSON.stringify(results));`;
  const flags = ['--no-node-snapshot', '--no-warnings', '--input-type=module', '--eval', main];
  return JSON.parse(execFileSync(process.execPath, flags, { cwd: import.meta.dirname, env: {}, encoding: 'utf8' }));
}

const attempts = [
  'Object.prototype.polluted = 1',
  'Array.prototype.map = null',
  'Array.prototype.polluted = 1',
  'String.prototype.trim = null',
  'Object.prototype.toString = null',
  'JSON.parse = null',
  'Math.random = null',
  'Promise.prototype.then = null',
  'globalThis.leak = 1',
  'globalThis.JSON = null',
  'delete Array.prototype.push',
  'Object.defineProperty(Object.prototype, "polluted", { value: 1 })',
  'Object.setPrototypeOf(Array.prototype, null)',
  '(function* () {}).constructor.prototype.polluted = 1',
  'Object.getPrototypeOf([].values()).next = null',
  'Object.getPrototypeOf(new Map().entries()).next = null',
  'Object.getPrototypeOf(new Set().values()).next = null',
  'Object.getPrototypeOf("a"[Symbol.iterator]()).next = null',
];
const state = `[
  ({}).polluted === undefined && [].polluted === undefined && typeof leak === 'undefined',
  [1, 2].map((x) => x + 1).join() + ' a '.trim() + String({}),
].join()`;

test('nothing that a program does to built-in objects stays', () => {
  const results = runIsolated([...attempts.map((attempt) => `'use strict'; ${attempt}`), state]);

  expect(results).toEqual([...attempts.map(() => 'refused'), 'true,2,3a[object Object]']);
});

test('what a program never needs is gone, and objects may have fields that are called like inherited ones', () => {
  const results = runIsolated([
    '[typeof SharedArrayBuffer, typeof WebAssembly, typeof Atomics, typeof eval, "__proto__" in {}].join()',
    `'use strict'; const o = {}; o.toString = 1; o.constructor = 2; o.__proto__ = 3; JSON.stringify(o)`,
  ]);

  expect(results).toEqual([
    'undefined,undefined,undefined,undefined,false',
    '{"toString":1,"constructor":2,"__proto__":3}',
  ]);
});
