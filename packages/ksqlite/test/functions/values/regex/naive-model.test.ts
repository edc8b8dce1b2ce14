import fc from 'fast-check';
import { javaRegex } from '../../../../src/functions/values/java/regex/java-regex.ts';
import type { RegexNode, RepeatNode } from '../../../../src/functions/values/java/regex/node.ts';
import { parseRegex } from '../../../../src/functions/values/java/regex/parse.ts';

type Next = (at: number) => number | undefined;

/** The model takes exponential time: what takes it too long is passed over. */
class TooLong extends Error {}
const MOST_STEPS = 20_000;
let steps = 0;

/** The end of the first match by the order of alternatives, from a position on: nothing is remembered, nothing counted. */
function endOfMatch(node: RegexNode, text: string, at: number, next: Next): number | undefined {
  steps += 1;
  if (steps > MOST_STEPS) throw new TooLong();
  switch (node.kind) {
    case 'set':
      return at < text.length && node.set.has(text.charCodeAt(at)) ? next(at + 1) : undefined;
    case 'sequence':
      return sequence(node.items, text, at, next);
    case 'alternatives':
      for (const item of node.items) {
        const end = endOfMatch(item, text, at, next);
        if (end !== undefined) return end;
      }
      return undefined;
    case 'group':
      return endOfMatch(node.body, text, at, next);
    case 'repeat':
      return repeat(node, node.min, node.max, text, at, next);
    default:
      throw new Error(`the model has no ${node.kind}`);
  }
}

const sequence = (
  [first, ...rest]: readonly RegexNode[],
  text: string,
  at: number,
  next: Next,
): number | undefined =>
  first === undefined ? next(at) : endOfMatch(first, text, at, (end) => sequence(rest, text, end, next));

function repeat(
  node: RepeatNode,
  min: number,
  max: number,
  text: string,
  at: number,
  next: Next,
): number | undefined {
  const again = (): number | undefined =>
    max === 0
      ? undefined
      : endOfMatch(node.body, text, at, (end) => {
          if (end === at) return min > 1 ? repeat(node, min - 1, max - 1, text, end, next) : next(end);
          return repeat(node, Math.max(0, min - 1), max - 1, text, end, next);
        });
  if (min > 0) return again();
  return node.mode === 'lazy' ? (next(at) ?? again()) : (again() ?? next(at));
}

function answer(work: () => number | undefined): number | undefined | 'too long' {
  steps = 0;
  try {
    return work();
  } catch (error) {
    if (error instanceof TooLong) return 'too long';
    throw error;
  }
}

const atom = fc.constantFrom('a', 'b', '[ab]');
const quantifier = fc.constantFrom('', '*', '+', '?', '*?', '+?', '{1,3}');
const pattern = fc.letrec<{ part: string; whole: string }>((tie) => ({
  part: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(atom, quantifier).map(([body, count]) => body + count),
    fc.tuple(tie('whole'), quantifier).map(([body, count]) => `(${body})${count}`),
  ),
  whole: fc
    .array(fc.array(tie('part'), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
    .map((branches) => branches.map((parts) => parts.join('')).join('|')),
})).whole;

test('a match that remembers where it has been is the one of a model that does not', () => {
  fc.assert(
    fc.property(pattern, fc.stringMatching(/^[ab]{0,11}$/), (source, text) => {
      const { root } = parseRegex(source);
      const regex = javaRegex(source);
      const model = answer(() => endOfMatch(root, text, 0, (at) => at));
      fc.pre(model !== 'too long');
      const found = regex.first(text);
      // the leftmost match begins at 0 exactly when the model finds one there
      expect(found?.captures[0] === 0 ? found.captures[1] : undefined).toBe(model);
    }),
    { numRuns: 400 },
  );
});
