import { createBase64 } from '../realm/base64.ts';
import { createEntry } from '../realm/entry.ts';
import { findFreeVariables } from '../realm/free-variables.ts';
import { harden } from '../realm/harden.ts';
import { createJsonLogicLanguage } from '../realm/json-logic-language.ts';
import { createJsonataLanguage } from '../realm/jsonata-language.ts';
import { createMeasure } from '../realm/measure-result.ts';
import { createSeededWorld } from '../realm/seeded-world.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';
import { editJsonata } from './edit-jsonata.ts';

export interface LibrarySources {
  readonly jsonata: string;
  readonly jsonLogic: string;
}

const asModule = (source: string) =>
  `(function () { var module = {exports: {}}; (function (module, exports, window) {${source}\n})(module, module.exports, (${createBase64})()); return module.exports; })()`;

/** The script that fills a fresh isolate; the functions of `realm/` cross as text, and none of them sees anything outside. */
export function composeRealm({ jsonata, jsonLogic }: LibrarySources, limits: EvaluationLimits): string {
  return `(function () {
    const jsonata = ${asModule(editJsonata(jsonata, limits))};
    const jsonLogic = ${asModule(jsonLogic)};
    const entry = (${createEntry})({
      world: (${createSeededWorld})(),
      measure: (${createMeasure})(${JSON.stringify(limits)}),
      languages: {
        jsonata: (${createJsonataLanguage})({ jsonata, findFreeVariables: ${findFreeVariables} }),
        'json-logic': (${createJsonLogicLanguage})({ jsonLogic }),
      },
    });
    for (const name of ['evaluate', 'inspect']) Object.defineProperty(globalThis, name, { value: entry[name] });
    Object.defineProperty(globalThis, 'harden', { value: ${harden}, configurable: true });
  })();`;
}
