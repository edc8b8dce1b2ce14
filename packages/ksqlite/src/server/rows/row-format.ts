import type { ResultColumn } from '../../queries/transient/transient-query.ts';
import { formatType } from '../../types/sql-type.ts';
import type { SqlValue } from '../../types/sql-value.ts';
import type { ApiError } from '../http/api-error.ts';
import { valueWriter } from './value-writer.ts';

/** How one kind of client reads a result: text by text, in order. */
export interface RowFormat {
  head(queryId: string, columns: readonly ResultColumn[]): string;
  /** Makes the writer of a row once a query. */
  row(columns: readonly ResultColumn[]): (row: readonly SqlValue[]) => string;
  /** Makes the writer of a table's row that is gone: what it gives may be empty. */
  deleted(columns: readonly ResultColumn[]): (row: readonly SqlValue[]) => string;
  error(error: ApiError): string;
  /** @param message what ksqlDB says of how the query ended; undefined: nothing */
  end(message: string | undefined): string;
}

const metadata = (queryId: string, columns: readonly ResultColumn[]): string =>
  JSON.stringify({
    queryId,
    columnNames: columns.map(({ name }) => name),
    columnTypes: columns.map(({ type }) => formatType(type)),
  });

/** A row as a JSON array. */
export function rowWriter(columns: readonly ResultColumn[]): (row: readonly SqlValue[]) => string {
  const writes = columns.map(({ type }) => valueWriter(type));
  return (row) => {
    let text = '[';
    for (let i = 0; i < writes.length; i++) text += (i === 0 ? '' : ',') + writes[i]?.(row[i] ?? null);
    return `${text}]`;
  };
}

/** As in ksqlDB only the command line's format has words for it. */
const unsaid = () => (): string => '';

/** A line an element (`application/vnd.ksqlapi.delimited.v1`). */
export const delimited: RowFormat = {
  head: (queryId, columns) => `${metadata(queryId, columns)}\n`,
  row: (columns) => {
    const write = rowWriter(columns);
    return (row) => `${write(row)}\n`;
  },
  deleted: unsaid,
  error: (error) => `${JSON.stringify(error.toBody())}\n`,
  end: () => '',
};

/** One array (`application/json` of `/query-stream`). */
export const jsonArray: RowFormat = {
  head: (queryId, columns) => `[${metadata(queryId, columns)}`,
  row: (columns) => {
    const write = rowWriter(columns);
    return (row) => `,${write(row)}`;
  },
  deleted: unsaid,
  error: (error) => `,${JSON.stringify(error.toBody())}`,
  end: () => ']',
};

/** As ksqlDB prints a schema. */
export const schemaText = (columns: readonly ResultColumn[]): string =>
  columns.map(({ name, type, key }) => `\`${name}\` ${formatType(type)}${key ? ' KEY' : ''}`).join(', ');

/** A line an element of one growing array (`application/vnd.ksql.v1+json`): what ksqlDB's command line reads. */
export const v1Json: RowFormat = {
  head: (queryId, columns) => `[${JSON.stringify({ header: { queryId, schema: schemaText(columns) } })}`,
  row: (columns) => {
    const write = rowWriter(columns);
    return (row) => `,\n{"row":{"columns":${write(row)}}}`;
  },
  deleted: (columns) => {
    const write = rowWriter(columns);
    return (row) => `,\n{"row":{"columns":${write(row)},"tombstone":true}}`;
  },
  error: (error) => `,\n${JSON.stringify({ errorMessage: error.toBody() })}`,
  end: (message) => (message === undefined ? ']' : `,\n${JSON.stringify({ finalMessage: message })}]`),
};
