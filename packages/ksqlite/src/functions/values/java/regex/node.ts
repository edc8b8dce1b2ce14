import type { Fold } from './case-folding.ts';
import type { CharacterSet } from './character-set.ts';

/** A regular expression of Java, taken apart. */
export type RegexNode =
  /** one code point of a set */
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'alternatives'; readonly items: readonly RegexNode[] }
  /** `index` is undefined for a group that captures nothing. */
  | { readonly kind: 'group'; readonly index: number | undefined; readonly body: RegexNode }
  | RepeatNode
  | { readonly kind: 'assertion'; readonly test: Assertion }
  | LookNode
  | { readonly kind: 'atomic'; readonly body: RegexNode }
  | { readonly kind: 'reference'; readonly group: number; readonly fold: Fold };

export interface RepeatNode {
  readonly kind: 'repeat';
  readonly body: RegexNode;
  readonly min: number;
  /** Infinity for no limit. */
  readonly max: number;
  readonly mode: 'greedy' | 'lazy' | 'possessive';
}

export interface LookNode {
  readonly kind: 'look';
  readonly isBehind: boolean;
  readonly isNegative: boolean;
  readonly body: RegexNode;
}

/** Where in the text something is so; nothing is consumed. */
export type Assertion =
  | 'start' // \A, ^
  | 'end' // \z
  | 'lastMatch' // \G
  | 'lineStart' // (?m)^
  | 'lineEnd' // (?m)$
  | 'finalEnd' // $, \Z
  | 'unixLineStart' // (?md)^
  | 'unixLineEnd' // (?md)$
  | 'unixFinalEnd' // (?d)$
  | 'wordBoundary' // \b
  | 'noWordBoundary'; // \B
