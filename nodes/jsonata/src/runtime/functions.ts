import { Callable } from './callable.ts';
import { fail, isFailure } from './failure.ts';
import { asSequence, type List } from './list.ts';

export interface Signature {
  validate(args: readonly unknown[], context: unknown): unknown[];
}

/** The body of a function. `this` is what the library's functions are told about the call. */
export type Body = (this: unknown, ...args: unknown[]) => unknown;

/** A function of a program, and every function while it is handed to another. */
export class Lambda extends Callable {
  readonly _run: Body;
  readonly arity: number;
  readonly _signature: Signature | undefined;
  /** It stands for another function that was handed over: calls of it are not noted. */
  readonly _handed: boolean;

  constructor(run: Body, arity: number, signature?: Signature, handed = false) {
    super();
    this._run = run;
    this.arity = arity;
    this._signature = signature;
    this._handed = handed;
  }

  /** How the library calls functions. */
  apply(_self: unknown, args: unknown[]): unknown {
    return callFunction(this, args, null);
  }
}

/** A function of the library. */
export class Builtin extends Callable {
  readonly _implementation: Body;
  readonly _signature: Signature | undefined;

  constructor(implementation: Body, signature: Signature | undefined) {
    super();
    this._implementation = implementation;
    this._signature = signature;
  }
}

/** Where a call stands. */
export interface Site {
  readonly position: number | undefined;
  readonly token: string | undefined;
  /** The call is the last thing that a function does. */
  readonly tail?: boolean;
}

/** A call left to whoever called the function that ends with it. */
export class Tail extends Callable {
  readonly _callee: unknown;
  readonly _args: unknown[];

  constructor(callee: unknown, args: unknown[]) {
    super();
    this._callee = callee;
    this._args = args;
  }
}

/** Thrown while the arguments of a tail call are worked out: the function that ends with it is over already. */
export class PastCall {
  readonly thrown: unknown;

  constructor(thrown: unknown) {
    this.thrown = thrown;
  }
}

export function isFunction(value: unknown): value is Callable {
  return value instanceof Callable;
}

export function arityOf(callee: Callable): number {
  if (callee instanceof Lambda) return callee.arity;
  return callee instanceof Builtin ? callee._implementation.length : 0;
}

/** Notes on the way out which call failed: the outermost position and the innermost name win. */
export function failedIn(callee: unknown, thrown: unknown): unknown {
  if (thrown instanceof PastCall) return thrown.thrown;
  if (!isFailure(thrown) || !(callee instanceof Callable)) return thrown;
  if (thrown.token === undefined && callee._token !== undefined) thrown.token = callee._token;
  if (callee._position) thrown.position = callee._position;
  return thrown;
}

/** What the library's functions find in `this`. */
export function focusOf(input: unknown): object {
  return { input, options: undefined, createSequence: newSequence };
}

export function newSequence(...items: readonly unknown[]): List {
  return asSequence(items.length > 0 ? [items[0]] : []);
}

export function runOnce(callee: unknown, args: unknown[], context: unknown): unknown {
  try {
    if (callee instanceof Lambda) {
      return callee._run(...(callee._signature === undefined ? args : callee._signature.validate(args, context)));
    }
    if (callee instanceof Builtin) {
      const valid = callee._signature === undefined ? args : callee._signature.validate(args, context);
      return callee._implementation.apply(focusOf(context), valid);
    }
    return fail('T1006');
  } catch (thrown) {
    throw failedIn(callee, thrown);
  }
}

/** Goes on calling while functions end with a call: depth costs no stack. */
export function settle(result: unknown, context: unknown): unknown {
  let settled = result;
  while (settled instanceof Tail) {
    settled = runOnce(settled._callee, settled._args, context);
  }
  return settled;
}

/** Calls without a place in the source. The result is not unwrapped. */
export function callFunction(callee: unknown, args: unknown[], context: unknown): unknown {
  return settle(runOnce(callee, args, context), context);
}

/** A function handed to another function. */
export function handOver(value: unknown): unknown {
  if (!(value instanceof Callable)) return value;
  return new Lambda((...args) => callFunction(value, args, null), arityOf(value), undefined, true);
}

export function noteCall(callee: unknown, site: Site): void {
  if (!(callee instanceof Callable) || (callee instanceof Lambda && callee._handed)) return;
  callee._token = site.token;
  callee._position = site.position;
}

/** A failure without a place has the place of the call. */
export function placed(thrown: unknown, site: Site): unknown {
  if (!isFailure(thrown)) return thrown;
  if (!thrown.position) thrown.position = site.position;
  if (!thrown.token) thrown.token = site.token;
  return thrown;
}

/** A call in the source. */
export function callAt(callee: unknown, args: unknown[], context: unknown, site: Site): unknown {
  for (let at = 0; at < args.length; at += 1) if (args[at] instanceof Callable) args[at] = handOver(args[at]);
  try {
    noteCall(callee, site);
    return callFunction(callee, args, context);
  } catch (thrown) {
    throw placed(thrown, site);
  }
}

/** Notes where a call that ends a function stands. */
export function noteLast(callee: unknown, site: Site): void {
  if (!(callee instanceof Callable)) fail('T1006', { position: site.position, token: site.token });
  if (site.token !== undefined) callee._token = site.token;
  callee._position = site.position;
}

/** A call that ends a function. */
export function callLast(callee: unknown, args: unknown[]): Tail {
  for (let at = 0; at < args.length; at += 1) if (args[at] instanceof Builtin) args[at] = handOver(args[at]);
  return new Tail(callee, args);
}

/** A built-in function called by its name. */
export function callBuiltin(callee: Builtin, args: unknown[], context: unknown, site: Site): unknown {
  if (site.tail !== true) return callAt(callee, args, context, site);
  noteLast(callee, site);
  return callLast(callee, args);
}
