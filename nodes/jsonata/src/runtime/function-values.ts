import { Callable } from './callable.ts';
import { fail } from './failure.ts';
import {
  arityOf,
  type Body,
  Builtin,
  callAt,
  callFunction,
  callLast,
  focusOf,
  handOver,
  Lambda,
  noteLast,
  PastCall,
} from './functions.ts';
import { norm } from './list.ts';

/** Stands for `?` among the arguments of a partial application. */
export class Hole {
  readonly kind = 'hole';
}

/** How many parameters a function names; one that names none takes one, as its text says nothing else. */
export function parametersOf(body: Body): number {
  const [, parameters = ''] = /\(([^)]*)\)/.exec(String(body)) ?? [];
  return parameters.split(',').length;
}

/** A function of a program that its source describes. */
export function partial(callee: unknown, args: readonly unknown[], place: object): Lambda {
  if (!(callee instanceof Callable)) return fail('T1008', { ...place });
  const count = callee instanceof Builtin ? parametersOf(callee._implementation) : arityOf(callee);
  const given = args.slice(0, count);
  const holes = given.filter((arg) => arg instanceof Hole).length;
  return new Lambda(function filled(...rest) {
    let next = 0;
    const all = given.map((arg) => (arg instanceof Hole ? rest[next++] : arg));
    if (callee instanceof Lambda) return callee._run(...all);
    if (callee instanceof Builtin) return callee._implementation.apply(focusOf(undefined), all.map(handOver));
    return fail('T1006');
  }, holes);
}

/** What a call that ends a function is given is worked out after the function. */
export function argumentOfLast(work: () => unknown): unknown {
  try {
    return work();
  } catch (thrown) {
    throw new PastCall(thrown);
  }
}

/** `first ~> second` where both are functions. The positions are those of the reference's own text for it. */
export function compose(first: unknown, second: unknown): Lambda {
  return new Lambda((value) => {
    noteLast(second, { position: 35, token: 'g' });
    const between = argumentOfLast(() => norm(callAt(first, [value], null, { position: 39, token: 'f' })));
    return callLast(second, [between]);
  }, 1);
}

/** `value ~> callee` */
export function applyTo(value: unknown, callee: unknown, position: number): unknown {
  if (!(callee instanceof Callable)) return fail('T2006', { position, value: callee });
  return value instanceof Callable ? compose(value, callee) : callFunction(callee, [value], null);
}

/** Something that is not a function was called by a name that a variable has. */
export function forgotDollar(code: string, position: number, token: string): never {
  return fail(code, { position, token });
}
