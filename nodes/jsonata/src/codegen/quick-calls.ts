import type { Kind } from './value.ts';

export interface QuickCall {
  /** The runtime's function for it. */
  readonly name: string;
  readonly kind: Kind;
  /** Its result is never a list and needs no context, so that it can stand at the end of a function as it is. */
  readonly isScalar: boolean;
}

const scalar = (name: string, kind: Kind = 'any'): QuickCall => ({ name, kind, isScalar: true });
const listed = (name: string): QuickCall => ({ name, kind: 'any', isScalar: false });

/** Built-in functions with a body of our own, by name and number of arguments. */
export const quickCalls: ReadonlyMap<string, QuickCall> = new Map([
  ['string/1', scalar('quickString')],
  ['number/1', scalar('quickNumber', 'number?')],
  ['round/1', scalar('quickRoundWhole', 'number?')],
  ['round/2', scalar('quickRound', 'number?')],
  ['floor/1', scalar('quickFloor', 'number?')],
  ['ceil/1', scalar('quickCeil', 'number?')],
  ['abs/1', scalar('quickAbs', 'number?')],
  ['sum/1', scalar('quickSum', 'number?')],
  ['count/1', scalar('quickCount', 'number')],
  ['substring/2', scalar('quickSubstringFrom')],
  ['substring/3', scalar('quickSubstring')],
  ['uppercase/1', scalar('quickUppercase')],
  ['lowercase/1', scalar('quickLowercase')],
  ['length/1', scalar('quickLength', 'number?')],
  ['contains/2', scalar('quickContains', 'boolean?')],
  ['exists/1', scalar('quickExists', 'boolean')],
  ['not/1', scalar('quickNot', 'boolean?')],
  ['boolean/1', scalar('quickBoolean', 'boolean?')],
  ['join/1', scalar('quickJoinAll')],
  ['join/2', scalar('quickJoin')],
  ['append/2', listed('quickAppend')],
  ['lookup/2', listed('quickLookup')],
  ['distinct/1', listed('quickDistinct')],
  ['map/2', listed('quickMap')],
  ['filter/2', listed('quickFilter')],
  ['each/2', listed('quickEach')],
  ['reduce/2', listed('quickReduce')],
  ['reduce/3', listed('quickReduce')],
]);
