import fc from 'fast-check';
import { KsqlError } from '../../../src/errors/ksql-error.ts';
import { parseTestStatement } from '../../../src/sql/parser/parse-test-statement.ts';

const parse = (sql: string) => parseTestStatement(sql, { file: 'x.sql' });

it('reads an assertion of values, with columns and without', () => {
  expect(parse('ASSERT VALUES cars (id, `Colour`) VALUES (1, 0 - 2);')).toMatchObject({
    kind: 'AssertValues',
    deleted: false,
    target: { text: 'CARS' },
    columns: [{ text: 'ID' }, { text: 'Colour' }],
    values: [{ kind: 'IntegerLiteral' }, { kind: 'Binary' }],
  });
  expect(parse('assert values cars values (1);')).toMatchObject({ columns: [], deleted: false });
});

it('reads an assertion of a deletion', () => {
  expect(parse("ASSERT NULL VALUES cars (id) KEY ('a');")).toMatchObject({
    kind: 'AssertValues',
    deleted: true,
    columns: [{ text: 'ID' }],
    values: [{ kind: 'StringLiteral' }],
  });
});

it('reads an assertion of a source', () => {
  expect(parse("ASSERT TABLE cars (id INT PRIMARY KEY) WITH (KAFKA_TOPIC='cars');")).toMatchObject({
    kind: 'AssertSource',
    sourceKind: 'TABLE',
    name: { text: 'CARS' },
    columns: [{ name: { text: 'ID' }, role: 'PRIMARY KEY' }],
    properties: [{ name: { text: 'KAFKA_TOPIC' }, value: 'cars' }],
  });
});

it('reads the name of a script', () => {
  expect(parse("RUN SCRIPT '../cars.sql';")).toMatchObject({ kind: 'RunScript', path: '../cars.sql' });
});

it('leaves all other statements to the engine’s parser', () => {
  expect(parse("ASSERT TOPIC 'cars';")).toBeUndefined();
  expect(parse('INSERT INTO cars VALUES (1);')).toBeUndefined();
});

it.each([
  ['ASSERT VALUES cars (id) KEY (1);', 'expected VALUES, found KEY'],
  ['ASSERT NULL VALUES cars (id) VALUES (1);', 'expected KEY, found VALUES'],
  ['ASSERT STREAM;', 'expected the name of a stream or table, found ;'],
  ['RUN SCRIPT cars;', 'expected the file in quotes, found cars'],
  ['ASSERT VALUES cars VALUES (1)', 'the statement does not end with ;'],
])('refuses %s', (sql, message) => {
  expect(() => parse(sql)).toThrow(message);
});

it('throws nothing but a KsqlError at any text', () => {
  const words =
    'ASSERT NULL VALUES STREAM TABLE KEY WITH RUN SCRIPT s (a) ( ) , ; 1 \'x\' `y` "z" -1 INT x=1 {'.split(
      ' ',
    );
  const texts = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map((some) => some.join(' '));
  const behaves = (text: string): void => {
    for (const first of ['ASSERT VALUES s', 'ASSERT NULL VALUES s', 'ASSERT STREAM s', 'RUN', ''])
      try {
        parse(`${first} ${text}`);
      } catch (error) {
        expect(error).toBeInstanceOf(KsqlError);
      }
  };
  fc.assert(fc.property(texts, behaves), { numRuns: 300 });
});
