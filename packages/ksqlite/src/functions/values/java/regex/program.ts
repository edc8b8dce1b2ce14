import type { Fold } from './case-folding.ts';
import type { CharacterSet } from './character-set.ts';
import type { Assertion } from './node.ts';

/** What the matcher does next; it goes to the next instruction of the program, unless it says where to. */
export type Instruction =
  | { readonly op: 'match' }
  | { readonly op: 'set'; readonly set: CharacterSet }
  /** Tries one way first, and the other when that fails. `slot` numbers what the matcher may remember of it. */
  | { readonly op: 'split'; first: number; second: number; readonly slot: number }
  | { readonly op: 'jump'; to: number }
  /** Ends a group that began where its register says. */
  | { readonly op: 'capture'; readonly group: number; readonly register: number }
  | { readonly op: 'assert'; readonly test: Assertion }
  | RunInstruction
  /** Notes where a group or an iteration of a loop begins. */
  | { readonly op: 'mark'; readonly register: number }
  /** Leaves the loop, or fails, when the iteration has consumed nothing. */
  | { readonly op: 'progress'; readonly register: number; exit: number | undefined }
  /** The program from the next instruction on, as one piece: it is not tried another way later. */
  | { readonly op: 'atomic'; after: number }
  /** The same over and over, each iteration as one piece. */
  | { readonly op: 'possessive'; readonly min: number; readonly max: number; after: number }
  | LookInstruction
  /** Ends what is looked for behind: it must end where the looking began. */
  | { readonly op: 'behindEnd' }
  | { readonly op: 'reference'; readonly group: number; readonly fold: Fold };

/** Characters of a set, as many as the mode says. */
export interface RunInstruction {
  readonly op: 'run';
  readonly set: CharacterSet;
  readonly min: number;
  readonly max: number;
  readonly mode: 'greedy' | 'lazy' | 'possessive';
  /** The first of the slots, one for each count up to `most`. */
  readonly slot: number;
  readonly most: number;
}

export interface LookInstruction {
  readonly op: 'look';
  readonly isBehind: boolean;
  readonly isNegative: boolean;
  /** How many characters may lie between the beginning of what is looked for behind, and here. */
  readonly least: number;
  readonly most: number;
  after: number;
}

export interface Program {
  readonly instructions: readonly Instruction[];
  readonly captures: number;
  readonly registers: number;
  /** What the matcher may remember for each position of the text: bits. */
  readonly slots: number;
  /** Whether where the match has been says all of how it can continue: nothing is remembered otherwise. */
  readonly isRegular: boolean;
  /** Matches only at the beginning of the text. */
  readonly isAnchored: boolean;
  /** No match begins in the middle of a surrogate pair. */
  readonly skipsPairs: boolean;
  /** What a match can begin with; undefined when it may be empty or begins with a test. */
  readonly first: CharacterSet | undefined;
}
