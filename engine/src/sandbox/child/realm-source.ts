import { createBase64 } from '../realm/base64.ts';
import { createEntry, parseData } from '../realm/entry.ts';
import { kindOf, positionOf, textOf, toFailure, toJsonataFailure } from '../realm/failures.ts';
import { FreeVariableFinder, isBound, isPiece } from '../realm/free-variables.ts';
import { allowOwnFields, harden, listIntrinsics, sealGlobals } from '../realm/harden.ts';
import { createJsonLogicLanguage } from '../realm/json-logic-language.ts';
import { createJsonataLanguage } from '../realm/jsonata-language.ts';
import { createMeasure } from '../realm/measure-result.ts';
import { createSeededWorld } from '../realm/seeded-world.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';
import { editJsonata } from './edit-jsonata.ts';

export interface LibrarySources {
  readonly jsonata: string;
  /** The script of the rules' runtime and compiler. */
  readonly jsonLogic: string;
}

/** All of `realm/`: these functions cross as text, call each other by name, and see nothing else. */
const realm = [
  ...[createBase64, createEntry, parseData, FreeVariableFinder, isBound, isPiece, createMeasure, createSeededWorld],
  ...[kindOf, positionOf, textOf, toFailure, toJsonataFailure, createJsonataLanguage, createJsonLogicLanguage],
  ...[allowOwnFields, listIntrinsics, sealGlobals, harden],
];

const asModule = (source: string) =>
  `(function () { var module = {exports: {}}; (function (module, exports, window) {${source}\n})(module, module.exports, createBase64()); return module.exports; })()`;

/** The script that fills a fresh isolate. */
export function composeRealm({ jsonata, jsonLogic }: LibrarySources, limits: EvaluationLimits): string {
  return `(function () {
    ${realm.join('\n')}
    const entry = createEntry({
      world: createSeededWorld(),
      measure: createMeasure(${JSON.stringify(limits)}),
      languages: {
        jsonata: createJsonataLanguage(${asModule(editJsonata(jsonata, limits))}),
        'json-logic': createJsonLogicLanguage(${jsonLogic}),
      },
    });
    for (const name of ['evaluate', 'inspect']) Object.defineProperty(globalThis, name, { value: entry[name] });
    Object.defineProperty(globalThis, 'harden', { value: harden, configurable: true });
  })();`;
}
