/**
 * ASSERT VALUES and ASSERT NULL VALUES: the next record of a source's topic, which no assertion has looked at yet.
 *
 * Source of the rule: AssertExecutor of ksqlDB's testing tool. Two things are not kept of it: without columns it compares
 * none, and a NULL that is expected is a NullPointerException there (differs: test-assertions).
 */
import type { PlanContext } from '../../analysis/plan-context.ts';
import { unknownSource } from '../../analysis/plan-context.ts';
import type { Engine } from '../../engine/engine.ts';
import type { LogRecord } from '../../log/topics/log-record.ts';
import { isUnreadable, readSource } from '../../metastore/read-source.ts';
import { type Source, writtenColumns } from '../../metastore/source.ts';
import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { AssertValues } from '../../sql/ast/test-statement.ts';
import { rowOfValues, type ValuesRow } from '../../statements/insert/row-of-values.ts';
import { equalValues } from '../../types/equal-values.ts';
import type { SqlType } from '../../types/sql-type.ts';
import { AssertionFailure } from '../difference/assertion-failure.ts';
import { type Difference, type FieldDifference, SHOWN_RECORDS } from '../difference/difference.ts';
import { columnText, deletionFields, recordText } from '../difference/record-text.ts';

/** By topic: how many of its records assertions have looked at. */
export type Looked = Map<string, number>;

/** @throws AssertionFailure; KsqlError for what is wrong with the assertion itself */
export function assertValues(
  engine: Engine,
  planning: PlanContext,
  statement: AssertValues,
  looked: Looked,
): void {
  const source = planning.metastore.get(statement.target.text);
  if (source === undefined)
    throw unknownSource(planning, statement.target, `${statement.target.text} does not exist.`);
  const expected = rowOfValues(planning, source, statement, {
    now: engine.now(),
    failing: `Failed to assert values of '${source.name}'.`,
  });
  const values = expected.row.slice(source.keys.length);
  if (statement.deleted && values.some((value) => value !== null))
    throw new AssertionFailure('Unexpected value columns specified in ASSERT NULL VALUES.');
  const at = looked.get(source.topic) ?? 0;
  const partition = engine.log.topics.get(source.topic)?.partitions[0];
  const end = partition?.logEndOffset ?? 0;
  const columns = namesOf(source, statement);
  if (partition === undefined || at >= end) {
    const last = Array.from({ length: Math.min(end, SHOWN_RECORDS) }, (_, i) => end - 1 - i).reverse();
    throw new AssertionFailure('Expected another record, but all records have already been read:', {
      where: source.name,
      record: at + 1,
      reason: 'missing',
      fields: fieldsOf(source, statement, columns, expected, undefined),
      came: last.flatMap((offset) =>
        partition ? [recordText(source, read(source, partition.get(offset)))] : [],
      ),
    });
  }
  looked.set(source.topic, at + 1);
  const actual = read(source, partition.get(at));
  const fields = fieldsOf(source, statement, columns, expected, actual);
  if (!fields.some(({ isDifferent }) => isDifferent)) return;
  const difference: Difference = {
    where: source.name,
    record: at + 1,
    reason: 'different',
    fields,
    came: [],
  };
  throw new AssertionFailure('Expected record does not match actual.', difference);
}

function read(source: Source, record: LogRecord): StreamRecord {
  const found = readSource(source, record, 0);
  if (isUnreadable(found))
    throw new AssertionFailure(`${source.name} can't read the record: ${found.unreadable}`);
  return found;
}

/** The columns that are compared: those that are named; of a deletion its key. */
function namesOf(source: Source, { columns, deleted }: AssertValues): readonly string[] {
  if (deleted) return source.keys.map(({ name }) => name);
  return columns.length > 0
    ? columns.map(({ text }) => text)
    : writtenColumns(source).map(({ name }) => name);
}

function fieldsOf(
  source: Source,
  { deleted }: AssertValues,
  names: readonly string[],
  expected: ValuesRow,
  actual: StreamRecord | undefined,
): readonly FieldDifference[] {
  const fields = names.map((name): FieldDifference => {
    if (name === 'ROWTIME') return timeField(expected.timestamp, actual?.ts);
    const at = writtenColumns(source).findIndex((column) => column.name === name);
    const type = writtenColumns(source)[at]?.type as SqlType;
    const wanted = expected.row[at] ?? null;
    const got = actual?.row[at] ?? null;
    const isGone = actual === undefined || (actual.tombstone && at >= source.keys.length);
    return {
      name,
      expected: columnText(type, wanted),
      actual: isGone ? undefined : columnText(type, got),
      isDifferent: isGone || !equalValues(type)(wanted, got),
    };
  });
  return [...fields, ...deletionFields(source, actual, deleted)];
}

const timeField = (wanted: number, got: number | undefined): FieldDifference => ({
  name: 'ROWTIME',
  expected: String(wanted),
  actual: got === undefined ? undefined : String(got),
  isDifferent: wanted !== got,
});
