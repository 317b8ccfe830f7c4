import { childrenOf, type Node } from '@invoicepatch/jsonata/syntax';
import { anything, type Type } from '../type/type.ts';
import type { Scope } from './scope.ts';

/** Where an expression is being looked at, and what is known there. */
export interface At {
  /** `$` */
  readonly input: Type;
  /** The input of the whole expression: as a list it counts as one thing, not as its items. */
  readonly isRoot: boolean;
  readonly scope: Scope;
  /** It is evaluated whenever the whole expression is, whatever comes in. */
  readonly sure: boolean;
  /** It is evaluated once, in order, for its scope: what it binds is then known. */
  readonly straight: boolean;
  /** Whether there is something is what is being asked: nothing is a good answer. */
  readonly probing: boolean;
  /** Pieces that have been found to be there, by `keyOf`; they hold for the same `$` only. */
  readonly present: ReadonlySet<string>;
}

export function maybe(at: At): At {
  return { ...at, sure: false };
}

/** For something that is evaluated under another `$`. */
export function under(at: At, input: Type, isSure: boolean): At {
  return { ...at, input, isRoot: false, sure: at.sure && isSure, probing: false, present: new Set() };
}

/** The same text gives the same key, wherever it stands. */
export function keyOf(node: Node): string {
  return JSON.stringify(node, (name, value: unknown) =>
    name === 'position' ? undefined : value instanceof RegExp ? value.source : value,
  );
}

/** Names that a piece binds in the scope it stands in; blocks and functions have scopes of their own. */
function* boundIn(node: Node): Generator<string> {
  if (node.type === 'bind' && node.lhs !== undefined) yield String(Reflect.get(node.lhs, 'value'));
  if (node.type === 'block' || node.type === 'lambda') return;
  for (const child of childrenOf(node)) yield* boundIn(child);
}

/** What is evaluated never, once or many times may bind anything, or have bound it the last time round. */
export function crooked(at: At, ...pieces: readonly (Node | undefined)[]): At {
  for (const piece of pieces) {
    if (piece === undefined) continue;
    for (const name of boundIn(piece)) at.scope.bind(name, anything);
  }
  return { ...at, straight: false };
}
