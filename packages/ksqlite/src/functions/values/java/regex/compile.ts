import { UnsupportedPatternError } from '../../../function-error.ts';
import { type CharacterSet, union } from './character-set.ts';
import { hasCaptures, isDeterministic, isNullable, isRegular, lengths } from './lengths.ts';
import type { LookNode, RegexNode, RepeatNode } from './node.ts';
import type { ParsedRegex } from './parse.ts';
import type { Instruction, Program } from './program.ts';

/** `(…){n,m}` is written out: this bounds what a pattern may make of it. */
const MOST_INSTRUCTIONS = 20_000;

/**
 * The program of a pattern. Throws UnsupportedPatternError when it would be too long, or looks
 * behind for what has no greatest length.
 */
export function compileRegex({ root, groups }: ParsedRegex): Program {
  const compiler = new Compiler();
  compiler.node(root);
  return {
    instructions: compiler.ended(),
    captures: 2 * (groups + 1),
    registers: compiler.registers,
    slots: compiler.slots,
    isRegular: isRegular(root),
    isAnchored: isAnchored(root),
    skipsPairs: !isOfChars(root),
    first: firstOf(root),
  };
}

class Compiler {
  readonly #code: Instruction[] = [];
  registers = 0;
  slots = 0;

  ended(): readonly Instruction[] {
    this.#add({ op: 'match' });
    return this.#code;
  }

  #add<T extends Instruction>(instruction: T): T {
    if (this.#code.length >= MOST_INSTRUCTIONS)
      throw new UnsupportedPatternError(
        'the regular expression is too large: its repetitions multiply',
        'give smaller counts in {…}',
      );
    this.#code.push(instruction);
    return instruction;
  }

  get #here(): number {
    return this.#code.length;
  }

  node(node: RegexNode): void {
    switch (node.kind) {
      case 'set':
        this.#add({ op: 'set', set: node.set });
        return;
      case 'sequence':
        for (const item of node.items) this.node(item);
        return;
      case 'alternatives':
        this.#alternatives(node.items);
        return;
      case 'group':
        this.#group(node.index, () => this.node(node.body));
        return;
      case 'repeat':
        this.#repeat(node);
        return;
      case 'assertion':
        this.#add({ op: 'assert', test: node.test });
        return;
      case 'look':
        this.#look(node);
        return;
      case 'atomic':
        this.#atomic(node.body);
        return;
      default:
        this.#add({ op: 'reference', group: node.group, fold: node.fold });
    }
  }

  /** A program of its own inside the program. */
  #piece(body: RegexNode): void {
    this.node(body);
    this.#add({ op: 'match' });
  }

  #alternatives(items: readonly RegexNode[]): void {
    const jumps = items.slice(0, -1).map((item) => {
      const split = this.#split();
      split.first = this.#here;
      this.node(item);
      const jump = this.#add({ op: 'jump', to: 0 });
      split.second = this.#here;
      return jump;
    });
    this.node(items.at(-1) as RegexNode);
    for (const jump of jumps) jump.to = this.#here;
  }

  #split() {
    return this.#add({ op: 'split', first: 0, second: 0, slot: this.slots++ });
  }

  #group(index: number | undefined, write: () => void): void {
    if (index === undefined) {
      write();
      return;
    }
    const register = this.registers++;
    this.#add({ op: 'mark', register });
    write();
    this.#add({ op: 'capture', group: index, register });
  }

  #atomic(body: RegexNode): void {
    const atomic = this.#add({ op: 'atomic', after: 0 });
    this.#piece(body);
    atomic.after = this.#here;
  }

  #look({ isBehind, isNegative, body }: LookNode): void {
    const [least, most] = lengths(body);
    if (isBehind && most === Number.POSITIVE_INFINITY)
      throw new UnsupportedPatternError(
        'a lookbehind of no greatest length is not supported',
        'give a greatest count: {1,100} for +, {0,100} for *',
      );
    const look = this.#add({ op: 'look', isBehind, isNegative, least, most, after: 0 });
    this.node(body);
    if (isBehind) this.#add({ op: 'behindEnd' });
    this.#add({ op: 'match' });
    look.after = this.#here;
  }

  #repeat(node: RepeatNode): void {
    const { body, min, max, mode } = node;
    if (body.kind === 'set') {
      const most = max === Number.POSITIVE_INFINITY ? min : max;
      this.#add({ op: 'run', set: body.set, min, max, mode, slot: this.slots, most });
      this.slots += most + 1;
    } else if (mode === 'possessive') {
      const loop = this.#add({ op: 'possessive', min, max, after: 0 });
      this.#piece(body);
      loop.after = this.#here;
    } else if (body.kind === 'group' && min === 0 && max === 1) {
      this.#optional(mode === 'lazy', () => this.node(body));
    } else this.#loop(node);
  }

  /** Once, or not at all. */
  #optional(isLazy: boolean, write: () => void): void {
    const split = this.#split();
    const begin = this.#here;
    write();
    split.first = isLazy ? this.#here : begin;
    split.second = isLazy ? begin : this.#here;
  }

  /**
   * Java has two loops. One is for what matches in one way only: captures inside of it stay when it gives an iteration
   * back, and an iteration of nothing is none. The other leaves the loop after an iteration of nothing, which counts.
   */
  #loop({ body, min, max, mode }: RepeatNode): void {
    const isPlain = body.kind !== 'group' || isDeterministic(body.body);
    const register = isNullable(body) ? this.registers++ : undefined;
    const exits: Extract<Instruction, { op: 'progress' }>[] = [];
    const iteration = (isOptional: boolean): void => {
      const isChecked = register !== undefined && (isOptional || !isPlain);
      if (isChecked) this.#add({ op: 'mark', register });
      if (body.kind === 'group' && isPlain) this.#group(body.index, () => this.#plain(body.body));
      else this.node(body);
      if (!isChecked) return;
      const progress = this.#add({ op: 'progress', register, exit: undefined });
      if (!isPlain) exits.push(progress);
    };
    for (let i = 0; i < min; i++) iteration(false);
    if (max === Number.POSITIVE_INFINITY) {
      const again = this.#here;
      this.#optional(mode === 'lazy', () => {
        iteration(true);
        this.#add({ op: 'jump', to: again });
      });
    } else this.#optionals(max - min, mode === 'lazy', iteration);
    for (const progress of exits) progress.exit = this.#here;
  }

  /** A piece that can match in one way: captures in it stay when the match then goes another way. */
  #plain(body: RegexNode): void {
    if (hasCaptures(body)) this.#atomic(body);
    else this.node(body);
  }

  /** Each only when the one before it was there. */
  #optionals(count: number, isLazy: boolean, iteration: (isOptional: boolean) => void): void {
    const splits: Extract<Instruction, { op: 'split' }>[] = [];
    for (let i = 0; i < count; i++) {
      const split = this.#split();
      splits.push(split);
      split.first = split.second = this.#here;
      iteration(true);
    }
    for (const split of splits) split[isLazy ? 'first' : 'second'] = this.#here;
  }
}

/** Whether a match can begin at the start of the text only. */
function isAnchored(node: RegexNode): boolean {
  if (node.kind === 'assertion') return node.test === 'start';
  if (node.kind === 'sequence') return node.items[0] !== undefined && isAnchored(node.items[0]);
  if (node.kind === 'alternatives') return node.items.every(isAnchored);
  return (node.kind === 'group' || node.kind === 'atomic') && isAnchored(node.body);
}

/** Whether all sets in the node are of chars. */
function isOfChars(node: RegexNode): boolean {
  if (node.kind === 'set') return node.set.isOfChars;
  if ('items' in node) return node.items.every(isOfChars);
  return !('body' in node) || isOfChars(node.body);
}

function firstOf(node: RegexNode): CharacterSet | undefined {
  switch (node.kind) {
    case 'set':
      return node.set;
    case 'sequence':
      return node.items[0] && firstOf(node.items[0]);
    case 'alternatives': {
      const all = node.items.map(firstOf);
      return all.includes(undefined)
        ? undefined
        : (all as CharacterSet[]).reduce((one, other) => union(one, other));
    }
    case 'group':
    case 'atomic':
      return firstOf(node.body);
    case 'repeat':
      return node.min > 0 ? firstOf(node.body) : undefined;
    default:
      return undefined;
  }
}
