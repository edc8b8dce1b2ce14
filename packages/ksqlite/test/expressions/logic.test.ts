import { compileExpression } from '../../src/expressions/compile-expression.ts';
import { failureOf, optionsFor, parse, RECORD, refusalOf, run } from './expression-fixture.ts';

describe('AND, OR, NOT', () => {
  const values = ['ok', 'no', 'nb'];
  it.each([
    ['AND', ['true', 'false', 'null', 'false', 'false', 'false', 'null', 'null', 'null']],
    ['OR', ['true', 'true', 'true', 'true', 'false', 'null', 'null', 'null', 'null']],
  ])('%s looks at the left first, and NULL is the end of it', (operator, expected) => {
    const pairs = values.flatMap((left) => values.map((right) => `${left} ${operator} ${right}`));
    expect(pairs.map(run)).toEqual(expected.map((value) => `${value} BOOLEAN`));
  });

  it.each([
    ['nb OR TRUE', 'true'],
    ['nb AND FALSE', 'false'],
    ['nb OR (TRUE OR nb)', 'true'],
    ['NOT nb OR TRUE', 'null'],
    ['(nb AND ok) OR NOT FALSE', 'null'],
    ['NOT nb AND FALSE', 'null'],
    ['nb IS NULL OR TRUE', 'true'],
    ['nb AND (TRUE AND FALSE)', 'false'],
    ['nb OR (nb OR TRUE)', 'null'],
    ['nb OR FALSE', 'null'],
    ['nb AND TRUE', 'null'],
  ])('passes over a NULL at the left where the right decides without a row: %s', (text, expected) => {
    expect(run(text)).toBe(`${expected} BOOLEAN`);
  });

  it('fails with the left also where the right decides without a row', () => {
    expect(failureOf('1 / 0 = 1 OR NOT FALSE')).toBe(failureOf('1 / 0 = 1'));
  });

  it('negates, NULL excepted', () => {
    expect(['NOT ok', 'NOT no', 'NOT nb'].map(run)).toEqual([
      'false BOOLEAN',
      'true BOOLEAN',
      'null BOOLEAN',
    ]);
  });

  it('gives NULL for what holds NULL, as recorded', () => {
    expect(run('v IS NOT NULL AND nb')).toBe('null BOOLEAN');
    expect(run('nv IS NOT NULL AND nb')).toBe('false BOOLEAN');
    expect(run('(ok AND nb) IS NULL')).toBe('null BOOLEAN');
  });

  it.each([
    [
      'v AND ok',
      'SQL_TYPE 1+1: INTEGER is not a BOOLEAN, and a side of AND must be one | Compare it with something, or test it with IS NOT NULL.',
    ],
    [
      'ok OR NULL',
      'SQL_TYPE 7+4: NULL is not a BOOLEAN, and a side of OR must be one | Compare it with something, or test it with IS NOT NULL.',
    ],
    [
      'NOT area',
      'SQL_TYPE 5+4: STRING is not a BOOLEAN, and the operand of NOT must be one | Compare it with something, or test it with IS NOT NULL.',
    ],
  ])('%s is refused', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });
});

describe('CASE', () => {
  it.each([
    ["CASE WHEN v > 3 THEN 'big' WHEN v IS NULL THEN 'none' END", "'big' STRING"],
    ["CASE WHEN nv > 3 THEN 'big' WHEN nv IS NULL THEN 'none' END", "'none' STRING"],
    ["CASE WHEN v > 9 THEN 'big' END", 'null STRING'],
    ["CASE WHEN v > 9 THEN 'big' ELSE area END", "'north' STRING"],
    ['CASE WHEN no THEN 1 WHEN ok THEN 2 ELSE 3 END', '2 INTEGER'],
    ['CASE WHEN ok THEN NULL ELSE v END', 'null INTEGER'],
    // The branch that is not taken is not computed.
    ['CASE WHEN v <> 7 THEN 1 / 0 ELSE v END', '7 INTEGER'],
    ['CASE WHEN nb THEN 1 ELSE 2 END', 'null INTEGER'],
    ['CASE WHEN nb THEN 1 ELSE 2 END = 3', 'null BOOLEAN'],
    ['CASE WHEN ok THEN nv + 1 ELSE 0 END', 'null INTEGER'],
    ['CASE WHEN ok THEN nv ELSE 0 END IS NULL', 'true BOOLEAN'],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(expected);
  });

  it('fails when a condition is NULL', () => {
    expect(failureOf('CASE WHEN nb THEN v END')).toBe('The WHEN is NULL (line 1:18)');
    expect(failureOf('CASE WHEN ok THEN nv + 1 ELSE v END')).toBe(
      'A part of the expression is NULL (line 1:26)',
    );
  });

  it.each([
    [
      "CASE area WHEN 'n' THEN 1 ELSE 0 END",
      'SQL_UNSUPPORTED 6+4: CASE with an operand is not supported, neither here nor in ksqlDB | Write the searched form: CASE WHEN x = 1 THEN … WHEN x = 2 THEN … END.',
    ],
    [
      'CASE WHEN ok THEN 1 ELSE 2.5 END',
      'SQL_TYPE 26+3: DECIMAL(2, 1) after INTEGER: the results of a CASE must be of one type | CAST(… AS INTEGER) makes it so.',
    ],
    [
      'CASE WHEN ok THEN NULL END',
      'SQL_TYPE 1+26: All results of this CASE are NULL | CAST one NULL to the type meant.',
    ],
    [
      'CASE WHEN v THEN 1 END',
      'SQL_TYPE 11+1: INTEGER is not a BOOLEAN, and what follows WHEN must be one | Compare it with something, or test it with IS NOT NULL.',
    ],
  ])('%s is refused', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });
});

describe('where a part of an expression stands', () => {
  it('is looked for in the text when the part fails, and once', () => {
    const text = `CASE ${Array.from({ length: 500 }, () => 'WHEN nb THEN 1').join(' ')} END`;
    const options = optionsFor(text);
    let searches = 0;
    const { evaluate } = compileExpression(parse(text), {
      ...options,
      at: (span) => {
        searches++;
        return options.at(span);
      },
    });
    expect(searches).toBe(0);
    for (let i = 0; i < 3; i++) expect(() => evaluate(RECORD)).toThrow('The WHEN is NULL');
    expect(searches).toBe(1);
  });
});
