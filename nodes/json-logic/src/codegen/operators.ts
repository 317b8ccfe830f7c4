import {
  calculating,
  generateCat,
  generateIn,
  generateLength,
  generateLog,
  generateNot,
  generatePreserve,
  generateTruth,
  onFirst,
} from './calculations.ts';
import { firstThat, generateIf, generateTry } from './choices.ts';
import { comparing, exactly, loosely } from './comparisons.ts';
import { type Operator, onList, truthOf } from './given.ts';
import { asking, generateFilter, generateMap, generateReduce } from './loops.ts';
import {
  generateEachKey,
  generateExists,
  generateMissing,
  generateMissingSome,
  generatePipe,
  generateVal,
  generateVar,
} from './reading.ts';

export function comparisonTable(): [string, Operator][] {
  return [
    ['<', comparing(loosely({ sign: '<', slow: 'isBelow' }))],
    ['>', comparing(loosely({ sign: '>', slow: 'isBelow', isTurned: true }))],
    ['<=', comparing(loosely({ sign: '<=', slow: 'isAtMost' }))],
    ['>=', comparing(loosely({ sign: '>=', slow: 'isAtMost', isTurned: true }))],
    ['==', comparing(loosely({ sign: '===', slow: 'isSame' }))],
    ['!=', comparing(loosely({ sign: '!==', slow: 'isSame', isDenied: true }))],
    ['===', comparing(exactly('==='))],
    ['!==', comparing(exactly('!=='))],
  ];
}

export function calculationTable(): [string, Operator][] {
  return [
    ['+', calculating({ sign: '+', slow: 'addAll' })],
    ['-', calculating({ sign: '-', slow: 'subtractAll' })],
    ['*', calculating({ sign: '*', slow: 'multiplyAll' })],
    ['/', calculating({ sign: '/', slow: 'divideAll' })],
    ['%', calculating({ sign: '%', slow: 'remainderOfAll' })],
    ['max', onList('largest', 'number')],
    ['min', onList('smallest', 'number')],
    ['cat', generateCat],
    ['substr', onList('cutText', 'string')],
    ['in', generateIn],
    ['merge', onList('mergeLists', 'list')],
    ['length', generateLength],
    ['keys', onFirst('keysOf')],
    ['get', onList('getField', 'any')],
    ['log', generateLog],
    ['preserve', generatePreserve],
  ];
}

export function choiceTable(): [string, Operator][] {
  const isFilled = (js: string) => `${js} !== null`;
  return [
    ['if', generateIf],
    ['?:', generateIf],
    ['and', firstThat({ empty: 'false', stopsAt: (value, writer) => `!${truthOf(value, writer)}` })],
    ['or', firstThat({ empty: 'false', stopsAt: truthOf })],
    ['??', firstThat({ empty: 'null', stopsAt: ({ js }) => isFilled(js) })],
    ['!', generateNot],
    ['!!', generateTruth],
    ['try', generateTry],
    ['throw', onFirst('throwValue')],
    ['map', generateMap],
    ['filter', generateFilter],
    ['reduce', generateReduce],
    ['all', asking({ settles: 'false', settled: 'false' })],
    ['every', asking({ settles: 'false', settled: 'false' })],
    ['some', asking({ settles: 'true', settled: 'true' })],
    ['none', asking({ settles: 'true', settled: 'false' })],
  ];
}

export function readingTable(): [string, Operator][] {
  return [
    ['var', generateVar],
    ['val', generateVal],
    ['exists', generateExists],
    ['missing', generateMissing],
    ['missing_some', generateMissingSome],
    ['eachKey', generateEachKey],
    ['pipe', generatePipe],
  ];
}

/** Every operator that rules may use, and how its code is written. */
export function operatorTable(): ReadonlyMap<string, Operator> {
  return new Map([...comparisonTable(), ...calculationTable(), ...choiceTable(), ...readingTable()]);
}
