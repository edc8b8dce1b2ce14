import type { Fold } from './case-folding.ts';
import { type CharacterSet, complement, intersection, literal, range, union } from './character-set.ts';
import { parseEscape } from './parse-escape.ts';
import type { PatternReader } from './pattern-reader.ts';

/** The set in brackets, whose `[` has been read: characters, ranges, sets in brackets, `&&`; `^` in front takes the rest. */
export function characterClass(reader: PatternReader, fold: Fold): CharacterSet {
  const isNegative = reader.take('^');
  const set = members(reader, fold, true);
  return isNegative ? complement(set) : set;
}

/** Up to the `]` that ends it, which is read where `isWhole`; else this is the right side of a `&&`. */
function members(reader: PatternReader, fold: Fold, isWhole: boolean): CharacterSet {
  let set: CharacterSet | undefined;
  const add = (more: CharacterSet): void => {
    set = set === undefined ? more : union(set, more);
  };
  for (;;) {
    if (reader.isAtEnd) throw reader.error('Unclosed character class');
    if (reader.peek() === ']' && set !== undefined) {
      if (isWhole) reader.next();
      return set;
    }
    if (reader.take('[')) add(characterClass(reader, fold));
    else if (reader.take('&&')) {
      const right = rightSide(reader, fold);
      if (set === undefined && right === undefined) throw reader.error('Bad class syntax');
      // `[a&&]` is [a], `[&&a]` is [a]
      set = set === undefined || right === undefined ? (set ?? right) : intersection(set, right);
    } else add(item(reader, fold));
  }
}

function rightSide(reader: PatternReader, fold: Fold): CharacterSet | undefined {
  let right: CharacterSet | undefined;
  while (reader.peek() !== ']' && reader.peek() !== '&') {
    if (reader.isAtEnd) throw reader.error('Unclosed character class');
    const more = reader.take('[') ? characterClass(reader, fold) : members(reader, fold, false);
    right = right === undefined ? more : union(right, more);
  }
  return right;
}

/** A character, a range, or what a backslash stands for. */
function item(reader: PatternReader, fold: Fold): CharacterSet {
  const first = member(reader, fold);
  if (typeof first !== 'number') return first;
  if (reader.peek() !== '-' || reader.peek(1) === ']' || reader.peek(1) === '[') return literal(first, fold);
  reader.next();
  const last = member(reader, fold);
  if (typeof last !== 'number' || last < first) throw reader.error('Illegal character range');
  return range(first, last, fold);
}

function member(reader: PatternReader, fold: Fold): number | CharacterSet {
  if (reader.peek() !== '\\') return reader.next();
  reader.next();
  const escaped = parseEscape(reader, fold !== 'none');
  if (escaped === undefined) throw reader.error('Illegal/unsupported escape sequence');
  return escaped;
}
