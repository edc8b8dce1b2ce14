import { Big } from 'big.js';
import { KsqlError } from '../../src/errors/ksql-error.ts';
import { compileExpression } from '../../src/expressions/compile-expression.ts';
import type { Compiled, CompileOptions, FailingPart, ReportPart } from '../../src/expressions/compiled.ts';
import { builtinFunctions } from '../../src/functions/builtin-functions.ts';
import { type StreamRecord, streamRecord } from '../../src/runtime/stream-record.ts';
import type { Expression } from '../../src/sql/ast/expression.ts';
import { parseStatements } from '../../src/sql/parser/parse.ts';
import { positionOf } from '../../src/sql/source-text.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  formatType,
  INTEGER,
  map,
  type SqlType,
  STRING,
  struct,
  TIME,
  TIMESTAMP,
} from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';

const point = struct([
  { name: 'X', type: INTEGER },
  { name: 'Y', type: struct([{ name: 'Z', type: STRING }]) },
]);

/** The columns of the one row that tests look at, each with its value. `N…` are the NULLs of the types. */
export const COLUMNS: Readonly<Record<string, readonly [SqlType, SqlValue]>> = {
  V: [INTEGER, 7],
  W: [INTEGER, -2],
  L: [BIGINT, 9007199254740993n],
  S: [BIGINT, 40],
  D: [DOUBLE, 2.5],
  NAN: [DOUBLE, Number.NaN],
  N: [decimal(9, 3), new Big('10.125')],
  AREA: [STRING, 'north'],
  EMPTY: [STRING, ''],
  OK: [BOOLEAN, true],
  NO: [BOOLEAN, false],
  TAGS: [array(STRING), ['x', null, 'y']],
  NUMS: [array(INTEGER), [3, 1, 2]],
  M: [map(STRING, INTEGER), new Map([['p', 1]])],
  POS: [point, [4, ['q']]],
  PATH: [array(point), [[1, ['a']], null]],
  B: [BYTES, Buffer.from([1, 2])],
  DAY: [DATE, 18_262],
  CLOCK: [TIME, 3_600_000],
  TS: [TIMESTAMP, 18_262 * 86_400_000 + 3_600_000],
  NV: [INTEGER, null],
  NL: [BIGINT, null],
  ND: [DOUBLE, null],
  NN: [decimal(9, 3), null],
  NS: [STRING, null],
  NB: [BOOLEAN, null],
  NTAGS: [array(STRING), null],
  NPOS: [point, null],
  NM: [map(STRING, INTEGER), null],
};
const NAMES = Object.keys(COLUMNS);

export const RECORD: StreamRecord = streamRecord(
  0,
  0,
  0,
  Object.values(COLUMNS).map(([, value]) => value),
  false,
);

const PREFIX = 'SELECT ';

export function parse(text: string): Expression {
  const [parsed] = parseStatements(`${PREFIX}${text} AS c FROM s EMIT CHANGES;`);
  const statement = parsed?.statement;
  const item = statement?.kind === 'QueryStatement' ? statement.query.select[0] : undefined;
  if (item?.kind !== 'SelectExpression') throw new Error(`no expression: ${text}`);
  return item.expression;
}

export function optionsFor(text: string, report?: ReportPart, failingPart?: FailingPart): CompileOptions {
  const source = `${PREFIX}${text}`;
  return {
    scope: {
      column: ({ name }) => {
        const index = NAMES.indexOf(name.text);
        const [type] = COLUMNS[name.text] ?? [];
        if (type === undefined) throw new KsqlError('SQL_UNKNOWN_COLUMN', `no column ${name.text}`);
        return { type, evaluate: (record) => record.row[index] ?? null };
      },
    },
    functions: builtinFunctions,
    context: { now: () => 1234, random: () => 0.5 },
    at: (span) => ({ at: positionOf(source, span), source }),
    report,
    ...(failingPart === undefined ? {} : { failingPart }),
  };
}

export const compile = (text: string, report?: ReportPart, failingPart?: FailingPart): Compiled =>
  compileExpression(parse(text), optionsFor(text, report, failingPart));

/** What a case of a table expects: the value as `show` has it, and the type. */
export function run(text: string): string {
  const { type, evaluate } = compile(text);
  return `${show(evaluate(RECORD))} ${type === undefined ? 'NULL' : formatType(type)}`;
}

/** What is left of an error that an expression throws for the record. */
export function failureOf(text: string): string {
  const { evaluate } = compile(text);
  try {
    return `no failure: ${show(evaluate(RECORD))}`;
  } catch (error) {
    return (error as Error).message;
  }
}

/** `CODE column+length message | hint`, the column counted in the expression's text. */
export function refusalOf(text: string): string {
  try {
    compile(text);
  } catch (error) {
    if (!(error instanceof KsqlError) || error.at === undefined) throw error;
    const start = error.at.column - PREFIX.length;
    return `${error.code} ${start}+${error.at.length}: ${error.message} | ${error.hint ?? ''}`;
  }
  return `accepted: ${run(text)}`;
}

export function show(value: SqlValue): string {
  if (value === null) return 'null';
  if (value instanceof Big) return `${value.toFixed()}m`;
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'string') return `'${value}'`;
  if (Buffer.isBuffer(value)) return `x${value.toString('hex')}`;
  if (Array.isArray(value)) return `[${value.map(show).join(', ')}]`;
  if (value instanceof Map) return `{${[...value].map(([k, v]) => `${k}: ${show(v)}`).join(', ')}}`;
  return Object.is(value, -0) ? '-0' : String(value);
}
