import type { FailingPart } from '../../src/expressions/compiled.ts';
import { compile, RECORD, show } from './expression-fixture.ts';

/** What an expression comes to, and what is told of its parts: `7`, `null; INTEGER`, `fails: …`. */
function outcome(text: string, failingPart: FailingPart): string {
  const parts: string[] = [];
  const { evaluate } = compile(text, (_, part) => parts.push(part), failingPart);
  try {
    return [show(evaluate(RECORD)), ...parts].join('; ');
  } catch (error) {
    return `${['fails', ...parts].join('; ')}: ${(error as Error).message}`;
  }
}

const NORTH = "fails: 'north' is not an INTEGER";

describe('a part of an expression that fails', () => {
  it.each([
    // text, null, false, fails, bare
    ['CAST(area AS INT) IS NULL', 'true; INTEGER', NORTH, NORTH, NORTH],
    ['COALESCE(CAST(area AS INT), 7)', '7; INTEGER', NORTH, NORTH, NORTH],
    ['ARRAY[v, CAST(area AS INT)]', '[7, null]; INTEGER', NORTH, NORTH, NORTH],
    [
      'STRUCT(a := v / 0)',
      '[null]; struct field',
      'fails: Division by zero',
      'fails: Division by zero',
      'fails: Division by zero',
    ],
    [
      "MAP('k' := v / 0)",
      '{k: null}; map value',
      'fails: Division by zero',
      'fails: Division by zero',
      'fails: Division by zero',
    ],
    ['CASE WHEN CAST(area AS INT) > 1 THEN 1 ELSE 2 END', '2; INTEGER', NORTH, NORTH, NORTH],
    [
      'TRANSFORM(tags, t => CAST(t AS INT))',
      '[null, null, null]; INTEGER; INTEGER',
      "fails: 'x' is not an INTEGER",
      "fails: 'x' is not an INTEGER",
      "fails: 'x' is not an INTEGER",
    ],
    // the items of a list are all looked at
    ['v IN (v, CAST(area AS INT))', 'true; INTEGER', NORTH, NORTH, NORTH],
    ['nv NOT IN (w, CAST(area AS INT))', 'true; INTEGER', NORTH, NORTH, NORTH],
    // a part that is a BOOLEAN is FALSE where the whole would be
    [
      'CAST(CAST(v / 0 AS STRING) AS BOOLEAN) OR ok',
      'null; STRING',
      'true; BOOLEAN',
      'fails: Division by zero',
      'fails: Division by zero',
    ],
    // NULL is no failure to an interpreter
    [
      'CAST(nv + 1 AS STRING) IS NULL',
      'true',
      'fails: A part of the expression is NULL (line 1:13)',
      'fails: A part of the expression is NULL (line 1:13)',
      'true',
    ],
    ['CAST(nv AS STRING) IS NULL', 'true', 'true', 'true', 'true'],
    // the branch that is not taken can't fail
    ['CASE WHEN ok THEN 1 ELSE CAST(area AS INT) END', '1', '1', '1', '1'],
    // what is the same for all records fails on each
    [
      "COALESCE(CAST('x' AS INT), 7)",
      '7; INTEGER',
      "fails: 'x' is not an INTEGER",
      "fails: 'x' is not an INTEGER",
      "fails: 'x' is not an INTEGER",
    ],
  ])('%s', (text, asNull, asFalse, fails, bare) => {
    expect(outcome(text, 'null')).toBe(asNull);
    expect(outcome(text, 'false')).toBe(asFalse);
    expect(outcome(text, 'fails')).toBe(fails);
    expect(outcome(text, 'bare')).toBe(bare);
  });
});
