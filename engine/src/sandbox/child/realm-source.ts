import { createAnswers } from '../realm/answers.ts';
import { createBase64 } from '../realm/base64.ts';
import { createEntry, once } from '../realm/entry.ts';
import { kindOf, positionOf, textOf, toFailure, toJsonataFailure } from '../realm/failures.ts';
import { FreeVariableFinder, isBound, isPiece } from '../realm/free-variables.ts';
import { allowOwnFields, harden, listIntrinsics, sealGlobals } from '../realm/harden.ts';
import { createJavaScriptLanguage } from '../realm/javascript-language.ts';
import { createJsonLogicLanguage } from '../realm/json-logic-language.ts';
import { createJsonataLanguage } from '../realm/jsonata-language.ts';
import { createMeasure } from '../realm/measure-result.ts';
import { createRecordReader, parseData } from '../realm/record-reader.ts';
import { createRegion } from '../realm/region.ts';
import { createSeededWorld } from '../realm/seeded-world.ts';
import type { EvaluationLimits } from '../sandbox-limits.ts';

export interface LanguageScripts {
  /** The script of the mapping language. */
  readonly jsonata: string;
  /** The script that keeps numbers that would lose digits as texts. */
  readonly exactJson: string;
  /** The script of the rules' runtime and compiler. */
  readonly jsonLogic: string;
}

/** All of `realm/`: these functions cross as text, call each other by name, and see nothing else. */
const realm = [
  ...[
    createAnswers,
    createBase64,
    createEntry,
    once,
    createRecordReader,
    createRegion,
    parseData,
    FreeVariableFinder,
    isBound,
    isPiece,
    createMeasure,
  ],
  ...[kindOf, positionOf, textOf, toFailure, toJsonataFailure, createJsonataLanguage, createJsonLogicLanguage],
  ...[allowOwnFields, listIntrinsics, sealGlobals, harden, createSeededWorld, createJavaScriptLanguage],
];

/** What the child calls in a context. It takes them out before any program is there that could call them. */
export const doors = ['adopt', 'evaluate', 'resume', 'salvage', 'inspect'];

/** The script that fills a fresh isolate. */
export function composeRealm({ jsonata, exactJson, jsonLogic }: LanguageScripts, limits: EvaluationLimits): string {
  return `(function () {
    ${realm.join('\n')}
    const entry = createEntry({
      world: createSeededWorld(),
      quoteLongNumbers: ${exactJson},
      measure: createMeasure(${JSON.stringify(limits)}),
      languages: {
        jsonata: createJsonataLanguage(${jsonata}, createBase64()),
        'json-logic': createJsonLogicLanguage(${jsonLogic}),
        javascript: createJavaScriptLanguage(),
      },
    });
    for (const name of ${JSON.stringify(doors)}) Object.defineProperty(globalThis, name, { value: entry[name], configurable: true });
    Object.defineProperty(globalThis, 'harden', { value: harden, configurable: true });
  })();`;
}
