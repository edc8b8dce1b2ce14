import type { Compiled, Scope } from '../expressions/compiled.ts';
import { columnsOf, type Source } from '../metastore/source.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { ColumnReference } from '../sql/ast/expression.ts';
import { nearest } from '../sql/messages/nearest.ts';
import { BIGINT, INTEGER, type SqlType } from '../types/sql-type.ts';
import type { SqlValue } from '../types/sql-value.ts';
import type { FromInput } from './from-clause.ts';
import { isInternal } from './internal-columns.ts';
import { type Planning, refusal } from './planning.ts';

/** A column that expressions may name, and how to read it from a record on its way. */
export interface ScopeColumn {
  /** The source's alias in the FROM clause. */
  readonly alias: string;
  readonly name: string;
  readonly type: SqlType;
  readonly isKey: boolean;
  /** ROWTIME and its like: not part of `*`. */
  readonly pseudo: boolean;
  readonly read: (record: StreamRecord) => SqlValue;
  /** Its place in the record's own row, where it is just that. */
  readonly index?: number;
}

/** Names resolved against a list of columns. Unqualified names must be unambiguous, as in ksqlDB. */
export function columnsScope(planning: Planning, columns: readonly ScopeColumn[]): Scope {
  const find = (reference: ColumnReference): ScopeColumn => {
    const { source, name } = reference;
    const found = columns.filter(
      (column) => column.name === name.text && (source === undefined || column.alias === source.text),
    );
    const [only] = found;
    if (only !== undefined && found.length === 1) return only;
    if (only !== undefined) {
      throw refusal(
        planning,
        'SQL_INVALID',
        reference.span,
        `Column '${name.text}' is ambiguous. Could be ${found.map((c) => `${c.alias}.${c.name}`).join(' or ')}.`,
        'put the source’s name in front of the column',
      );
    }
    const written = source === undefined ? name.text : `${source.text}.${name.text}`;
    const near = nearest(
      name.text,
      columns.map((column) => column.name),
    );
    throw refusal(
      planning,
      'SQL_UNKNOWN_COLUMN',
      reference.span,
      `Column '${written}' cannot be resolved.`,
      near === undefined ? undefined : `did you mean ${near}?`,
    );
  };
  return {
    column: (reference): Compiled & { readonly type: SqlType } => {
      const column = find(reference);
      return {
        type: column.type,
        evaluate: column.read,
        ...(column.index === undefined ? {} : { column: column.index }),
      };
    },
  };
}

/** The columns of one input of a statement; see `inputColumns`. */
export function columnsOfInput(input: FromInput, side: number | undefined): readonly ScopeColumn[] {
  if (input.joined === undefined) return inputColumns(input.source, input.alias, side);
  if (side === undefined) return input.joined.columns;
  return input.joined.columns.map(({ index: _, ...column }) => ({
    ...column,
    read: (record) => {
      const own = record.inputs[side];
      return own === null || own === undefined ? null : column.read(own);
    },
  }));
}

/**
 * The columns of a source.
 *
 * @param side undefined when the input is the statement's only one, else its place in a joined record's inputs
 */
export function inputColumns(
  source: Source,
  alias: string,
  side: number | undefined,
): readonly ScopeColumn[] {
  const of = <T extends SqlValue>(read: (record: StreamRecord) => T): ((record: StreamRecord) => T | null) =>
    side === undefined
      ? read
      : (record) => {
          const own = record.inputs[side];
          return own === null || own === undefined ? null : read(own);
        };
  const columns = columnsOf(source).map(
    (column, index): ScopeColumn => ({
      alias,
      name: column.name,
      type: column.type,
      isKey: index < source.keys.length,
      pseudo: isInternal(column.name),
      read: rowReader(index, side),
      ...(side === undefined ? { index } : {}),
    }),
  );
  const pseudo = (name: string, type: SqlType, read: (record: StreamRecord) => SqlValue): ScopeColumn => ({
    alias,
    name,
    type,
    isKey: false,
    pseudo: true,
    read: of(read),
  });
  const windowed =
    source.window === undefined
      ? []
      : [
          pseudo('WINDOWSTART', BIGINT, (record) => record.window?.start ?? null),
          pseudo('WINDOWEND', BIGINT, (record) => record.window?.end ?? null),
        ];
  return [
    ...columns,
    pseudo('ROWTIME', BIGINT, (record) => record.ts),
    pseudo('ROWPARTITION', INTEGER, (record) => record.partition),
    pseudo('ROWOFFSET', BIGINT, (record) => record.offset),
    ...windowed,
  ];
}

function rowReader(index: number, side: number | undefined): (record: StreamRecord) => SqlValue {
  if (side === undefined) return (record) => record.row[index] as SqlValue;
  return (record) => {
    const own = record.inputs[side];
    return own === null || own === undefined ? null : (own.row[index] as SqlValue);
  };
}
