import { anything, type FunctionPart, type Type } from '../type/type.ts';
import { placeArguments } from './arguments.ts';
import { catalogue } from './catalogue.ts';
import type { FunctionEntry } from './function-entry.ts';
import { listResults } from './lists.ts';
import type { Result } from './result.ts';
import { parseSignature } from './signature.ts';
import { valueResults } from './values.ts';

const results: Readonly<Record<string, Result>> = { ...valueResults, ...listResults };

/** They give sequences as they are; evaluation unwraps them, unless another function has called. */
export const sequenceFunctions: ReadonlySet<string> = new Set(
  'map filter keys lookup append spread each match distinct sort reverse shuffle reduce single eval'.split(' '),
);

function toPart(entry: FunctionEntry): FunctionPart {
  const parameters = parseSignature(entry.signature);
  const result = results[entry.name] ?? (() => anything);
  return {
    id: `$${entry.name}`,
    arity: entry.arity,
    signature: `$${entry.name}(${entry.parameters})`,
    raw: sequenceFunctions.has(entry.name),
    call: (args, site) => {
      const placed = placeArguments({ parameters, args, site });
      return placed === undefined ? {} : result(placed, site);
    },
  };
}

/** Every built-in function as a value, by its name without the dollar sign. */
export const builtIns: Readonly<Record<string, Type>> = Object.fromEntries(
  catalogue.map((entry) => [entry.name, { functions: [toPart(entry)] }]),
);
