import { failureOf, refusalOf, run } from '../expression-fixture.ts';

describe('arithmetic', () => {
  it.each([
    ['v + 1', '8 INTEGER'],
    ['v - w', '9 INTEGER'],
    ['v * w', '-14 INTEGER'],
    ['v / w', '-3 INTEGER'],
    ['w / v', '0 INTEGER'],
    ['v % w', '1 INTEGER'],
    ['w % v', '-2 INTEGER'],
    ['w % 2', '0 INTEGER'],
    ['2147483647 + v', '-2147483642 INTEGER'],
    ['-v', '-7 INTEGER'],
    ['+v', '7 INTEGER'],
    ['-(v - 7)', '0 INTEGER'],
    ['v + 2147483648', '2147483655 BIGINT'],
    ['l + 1', '9007199254740994n BIGINT'],
    ['l - l', '0 BIGINT'],
    ['-l', '-9007199254740993n BIGINT'],
    ['l / 2', '4503599627370496 BIGINT'],
    ['l % 10', '3 BIGINT'],
    ['s * v', '280 BIGINT'],
    ['-9223372036854775807 - 2', '9223372036854775807n BIGINT'],
    ['v + d', '9.5 DOUBLE'],
    ['l + d', '9007199254740994 DOUBLE'],
    ['n + d', '12.625 DOUBLE'],
    ['d / 0', 'Infinity DOUBLE'],
    ['-d', '-2.5 DOUBLE'],
    ['n + v', '17.125m DECIMAL(14, 3)'],
    ['n - s', '-29.875m DECIMAL(23, 3)'],
    ['n * 2', '20.25m DECIMAL(20, 3)'],
    ['n / 3', '3.375m DECIMAL(20, 14)'],
    ['n % 3', '1.125m DECIMAL(9, 3)'],
    ['-n', '-10.125m DECIMAL(9, 3)'],
    ['n * 1.50', '15.1875m DECIMAL(13, 5)'],
    ['1.5 + 0.05', '1.55m DECIMAL(4, 2)'],
    ["area + '-' + area", "'north-north' STRING"],
    ['area + ns', "'northnull' STRING"],
  ])('%s is %s', (text, expected) => {
    expect(run(text)).toBe(expected);
  });

  it.each(['nv + 1', '1 + nv', 'v + nl', 'd * nd', 'n / nn', 'nn / n', '-nv', 'nd % 2'])(
    '%s is NULL',
    (text) => {
      expect(run(text)).toMatch(/^null /);
    },
  );

  it.each(['v / 0', 'v % (w + 2)', 'l / (s - 40)', 's % 0', 'n / 0', 'n % 0', '1 / 0'])(
    '%s throws',
    (text) => {
      expect(failureOf(text)).toBe('Division by zero');
    },
  );

  it('throws for a quotient that does not end', () => {
    expect(failureOf('n / 7')).toBe('The quotient does not end within 14 decimal places');
  });

  it.each([
    [
      'v + area',
      'SQL_TYPE 1+8: Error processing expression: (V + AREA). Arithmetic on types INTEGER and STRING are not supported. | Numbers add to numbers and STRING to STRING: CAST(… AS STRING) makes a text of the other side.',
    ],
    [
      'v + (ok * 2)',
      'SQL_TYPE 6+6: Error processing expression: (OK * 2). Arithmetic on types BOOLEAN and INTEGER are not supported. | Both sides must be numbers: CAST one that is not.',
    ],
    ['-area', 'SQL_TYPE 1+5: STRING has no sign | Only numbers have: CAST it to one.'],
    [
      'v - NULL',
      'SQL_TYPE 1+8: Error processing expression: (V - null). Arithmetic on types INTEGER and null are not supported. | Both sides must be numbers: CAST one that is not.',
    ],
  ])('%s is refused', (text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });
});
