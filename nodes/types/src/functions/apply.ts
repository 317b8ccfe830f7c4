import { join } from '../type/join.ts';
import { anything, type CallSite, type Type, without } from '../type/type.ts';

/** What a function value gives for these arguments; of a value that may be anything, anything. */
export function applyFunction(callee: Type, args: readonly Type[], site: CallSite): Type {
  if (callee.any || callee.functions === undefined) return anything;
  return join(...callee.functions.map((part) => part.call(args, site)));
}

/** Where nobody unwraps it, a sequence of one is a list of one, and one of none an empty list. */
function asRaw(type: Type): Type {
  if (type.any) return type;
  const items = join(without(type, 'array', 'missing'), type.array?.items ?? {});
  return join(type, { array: { items, min: 0, max: Number.POSITIVE_INFINITY, loose: true } });
}

/** Functions that call another hand it no more arguments than it says it takes. */
export function applyWithArity(callee: Type, args: readonly Type[], site: CallSite): Type {
  if (callee.any || callee.functions === undefined) return anything;
  return join(
    ...callee.functions.map((part) => {
      const result = part.call(args.slice(0, Math.max(1, part.arity)), site);
      return part.raw ? asRaw(result) : result;
    }),
  );
}

/** The same call, made for each of some values: none of them may come to pass. */
export function unsure(site: CallSite, isSure: boolean): CallSite {
  const sure = site.sure && isSure;
  return {
    sure,
    context: site.context,
    report: (trouble) => site.report({ ...trouble, certain: trouble.certain && sure }),
  };
}
