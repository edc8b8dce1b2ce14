import { codePointBefore, holds } from './assertions.ts';
import { type Fold, folded } from './case-folding.ts';
import type { LookInstruction, Program, RunInstruction } from './program.ts';
import { RegexBudgetError } from './regex-error.ts';

/** What can be tried another way, or taken back. Four numbers a frame. */
const RESUME = 0; // program counter, position
const CAPTURE = 1; // index of a capture, its start and end before
const REGISTER = 2; // register, its value before
const SHORTEN = 3; // program counter of a greedy run, position, least position
const LENGTHEN = 4; // program counter of a lazy run, position, count
const FRAME = 4;

/** So many steps one call of a function may take, and so many more for each char: some tens of milliseconds. */
const MOST_STEPS = 1_000_000;
const MOST_STEPS_PER_CHARACTER = 8;
/** After so many steps, and so many for each character, a match remembers where it has been. */
const FORGETFUL_STEPS = 2_000;
const FORGETFUL_STEPS_PER_CHARACTER = 8;
/** bits */
const MOST_REMEMBERED = 256 * 1024 * 1024;

/** The steps that are left. */
export interface Budget {
  steps: number;
}

export const budgetFor = (text: string): Budget => ({
  steps: MOST_STEPS + MOST_STEPS_PER_CHARACTER * text.length,
});

/**
 * Looks for a program in a text by backtracking, as Java does: the leftmost match, and of those there the first by the
 * order of the alternatives.
 *
 * A match that takes long begins to remember where it has been (instruction and position): what has failed there fails
 * again, so that the time is linear in text times program. That holds for patterns without lookaround, references back
 * and atomic groups; for those the steps alone are bounded. Throws RegexBudgetError when they are used up.
 */
export class Matcher {
  readonly #program: Program;
  readonly #text: string;
  readonly #budget: Budget;
  readonly captures: Int32Array;
  readonly #registers: Int32Array;
  #stack = new Int32Array(64 * FRAME);
  #top = 0;
  #lastEnd = 0;
  /** One bit for each slot and position; undefined while the match is forgetful. */
  #seen: Uint8Array | undefined;
  #forgetfulUntil = 0;

  constructor(program: Program, text: string, budget: Budget) {
    this.#program = program;
    this.#text = text;
    this.#budget = budget;
    this.captures = new Int32Array(program.captures).fill(-1);
    this.#registers = new Int32Array(program.registers);
  }

  /** Finds the next match from a position on; `captures` then holds it: start and end of each group, or −1. */
  find(from: number, lastEnd: number): boolean {
    const { first, isAnchored, skipsPairs } = this.#program;
    const text = this.#text;
    this.#lastEnd = lastEnd;
    this.#seen = undefined;
    this.#forgetfulUntil = this.#budget.steps - FORGETFUL_STEPS - FORGETFUL_STEPS_PER_CHARACTER * text.length;
    this.captures.fill(-1);
    for (let start = from; start <= text.length; start++) {
      if (isAnchored && start > 0) return false;
      if (skipsPairs && start > from && codePointBefore(text, start + 1) > 0xffff) continue;
      if (first !== undefined && (start === text.length || !first.has(text.codePointAt(start) as number)))
        continue;
      this.#top = 0;
      const end = this.#run(0, start);
      if (end < 0) continue;
      this.captures[0] = start;
      this.captures[1] = end;
      return true;
    }
    return false;
  }

  /** Runs the program from an instruction to a `match`; the end, or −1. What is on the stack before stays there. */
  #run(begin: number, start: number): number {
    const { instructions } = this.#program;
    const text = this.#text;
    const base = this.#top;
    let pc = begin;
    let at = start;
    for (;;) {
      this.#step(1);
      const instruction = instructions[pc];
      if (instruction === undefined) throw new Error('the program of a regular expression has no end');
      let isDone = true;
      switch (instruction.op) {
        case 'match':
          // what is left to try is left
          this.#top = base;
          return at;
        case 'set': {
          const code = at < text.length ? (text.codePointAt(at) as number) : -1;
          isDone = code >= 0 && instruction.set.has(code);
          at += code > 0xffff ? 2 : 1;
          pc++;
          break;
        }
        case 'split':
          if (this.#hasSeen(instruction.slot, at)) isDone = false;
          else {
            this.#push(RESUME, instruction.second, at, 0);
            pc = instruction.first;
          }
          break;
        case 'jump':
          pc = instruction.to;
          break;
        case 'capture': {
          const { captures } = this;
          const index = 2 * instruction.group;
          this.#push(CAPTURE, index, captures[index] as number, captures[index + 1] as number);
          captures[index] = this.#registers[instruction.register] as number;
          captures[index + 1] = at;
          pc++;
          break;
        }
        case 'assert':
          isDone = holds(instruction.test, text, at, this.#lastEnd);
          pc++;
          break;
        case 'run':
          at = this.#runOf(instruction, pc, at);
          isDone = at >= 0;
          pc++;
          break;
        case 'mark':
          this.#push(REGISTER, instruction.register, this.#registers[instruction.register] as number, 0);
          this.#registers[instruction.register] = at;
          pc++;
          break;
        case 'progress':
          if (at > (this.#registers[instruction.register] as number)) pc++;
          else if (instruction.exit === undefined) isDone = false;
          else pc = instruction.exit;
          break;
        case 'atomic':
          at = this.#run(pc + 1, at);
          isDone = at >= 0;
          pc = instruction.after;
          break;
        case 'possessive':
          at = this.#possessive(pc + 1, instruction.min, instruction.max, at);
          isDone = at >= 0;
          pc = instruction.after;
          break;
        case 'behindEnd':
          isDone = at === this.#behindEnd;
          pc++;
          break;
        case 'look':
          isDone = this.#look(instruction, pc + 1, at) !== instruction.isNegative;
          pc = instruction.after;
          break;
        case 'reference': {
          const length = this.#referenced(instruction.group, instruction.fold, at);
          isDone = length >= 0;
          at += length;
          pc++;
          break;
        }
      }
      if (isDone) continue;
      const resumed = this.#backtrack(base);
      if (resumed < 0) return -1;
      pc = resumed;
      at = this.#resumedAt;
    }
  }

  #resumedAt = 0;
  /** Where what is looked for behind must end. */
  #behindEnd = 0;

  /** Takes back up to the last thing that can be tried another way: its instruction, or −1. */
  #backtrack(base: number): number {
    while (this.#top > base) {
      this.#top -= FRAME;
      const at = this.#top;
      const a = this.#stack[at + 1] as number;
      const b = this.#stack[at + 2] as number;
      const c = this.#stack[at + 3] as number;
      switch (this.#stack[at]) {
        case RESUME:
          this.#resumedAt = b;
          return a;
        case CAPTURE:
          this.captures[a] = b;
          this.captures[a + 1] = c;
          break;
        case REGISTER:
          this.#registers[a] = b;
          break;
        case SHORTEN: {
          this.#step(1);
          const shorter = Math.max(c, b - (codePointBefore(this.#text, b) > 0xffff ? 2 : 1));
          if (shorter > c) this.#push(SHORTEN, a, shorter, c);
          this.#resumedAt = shorter;
          return a + 1;
        }
        default: {
          this.#step(1);
          const longer = this.#lengthened(a, b, c);
          if (longer < 0) break;
          this.#resumedAt = longer;
          return a + 1;
        }
      }
    }
    return -1;
  }

  #lengthened(pc: number, at: number, count: number): number {
    const run = this.#program.instructions[pc] as RunInstruction;
    const end = this.#oneOf(run, at);
    if (end < 0) return -1;
    if (this.#hasSeen(run.slot + Math.min(count + 1, run.most), end)) return -1;
    if (count + 1 < run.max) this.#push(LENGTHEN, pc, end, count + 1);
    return end;
  }

  /** The position behind a character of the set, or −1. */
  #oneOf({ set }: RunInstruction, at: number): number {
    if (at >= this.#text.length) return -1;
    const code = this.#text.codePointAt(at) as number;
    return set.has(code) ? at + (code > 0xffff ? 2 : 1) : -1;
  }

  /** A run from its beginning: where it ends first; −1 when it is too short, or has been tried here. */
  #runOf(run: RunInstruction, pc: number, start: number): number {
    const { min, max, mode } = run;
    let at = start;
    let count = 0;
    const most = mode === 'lazy' ? min : max;
    let least = min === 0 ? start : -1;
    // it may begin to remember on the way
    const remembers = this.#seen !== undefined && mode === 'greedy' && min < max;
    for (;;) {
      if (remembers) {
        if (this.#hasSeen(run.slot + Math.min(count, run.most), at)) return -1;
        if (count >= min && count < most && this.#oneOf(run, at) >= 0) this.#push(RESUME, pc + 1, at, 0);
      }
      if (count >= most) break;
      const end = this.#oneOf(run, at);
      if (end < 0) break;
      at = end;
      count++;
      if (count === min) least = at;
      this.#step(1);
    }
    if (count < min) return -1;
    if (mode === 'lazy' && count < max) this.#push(LENGTHEN, pc, at, count);
    if (mode === 'greedy' && !remembers && at > least) this.#push(SHORTEN, pc, at, least);
    return at;
  }

  #possessive(body: number, min: number, max: number, start: number): number {
    let at = start;
    for (let count = 0; count < max; count++) {
      const end = this.#run(body, at);
      if (end < 0) return count < min ? -1 : at;
      if (end === at && count >= min) return at;
      at = end;
    }
    return at;
  }

  /** Whether what is looked for is there. */
  #look(look: LookInstruction, body: number, at: number): boolean {
    if (!look.isBehind) return this.#run(body, at) >= 0;
    const outer = this.#behindEnd;
    this.#behindEnd = at;
    let isThere = false;
    for (let length = look.least; !isThere && length <= look.most && length <= at; length++)
      isThere = this.#run(body, at - length) >= 0;
    this.#behindEnd = outer;
    return isThere;
  }

  /** How long the text of the group is that stands here again; −1 when it does not. */
  #referenced(group: number, fold: Fold, at: number): number {
    const start = this.captures[2 * group] ?? -1;
    const end = this.captures[2 * group + 1] ?? -1;
    if (start < 0 || end < 0) return -1;
    const text = this.#text;
    const length = end - start;
    if (at + length > text.length) return -1;
    this.#step(length);
    for (let i = 0; i < length; i++) {
      const code = text.charCodeAt(start + i);
      const other = text.charCodeAt(at + i);
      if (code !== other && folded(code, fold) !== folded(other, fold)) return -1;
    }
    return length;
  }

  #push(kind: number, a: number, b: number, c: number): void {
    const top = this.#top;
    if (top === this.#stack.length) {
      const larger = new Int32Array(2 * top);
      larger.set(this.#stack);
      this.#stack = larger;
    }
    this.#stack[top] = kind;
    this.#stack[top + 1] = a;
    this.#stack[top + 2] = b;
    this.#stack[top + 3] = c;
    this.#top = top + FRAME;
  }

  #step(steps: number): void {
    this.#budget.steps -= steps;
    if (this.#budget.steps < 0)
      throw new RegexBudgetError('The regular expression takes too long on this text');
    if (this.#budget.steps > this.#forgetfulUntil || this.#seen !== undefined) return;
    this.#forgetfulUntil = Number.NEGATIVE_INFINITY;
    const bits = this.#program.slots * (this.#text.length + 1);
    if (this.#program.isRegular && bits <= MOST_REMEMBERED) this.#seen = new Uint8Array(Math.ceil(bits / 8));
  }

  /** Whether the match has been here; it has then. Always false while it is forgetful. */
  #hasSeen(slot: number, at: number): boolean {
    const seen = this.#seen;
    if (seen === undefined) return false;
    const bit = slot * (this.#text.length + 1) + at;
    const mask = 1 << (bit & 7);
    const byte = seen[bit >>> 3] as number;
    if ((byte & mask) !== 0) return true;
    seen[bit >>> 3] = byte | mask;
    return false;
  }
}
