/**
 * Change events as Debezium's PostgreSQL connector writes them, with `schemas.enable=false` and
 * `decimal.handling.mode=string`: key, envelope, a tombstone behind a delete, a change of the key as delete, tombstone and create with
 * each other's key in their headers.
 */

import type { OutgoingRecord } from 'ksqlite/topics';
import type { RowEvent } from '../../tables/row-change.ts';
import { changeTopic, publishedRow, type RowKey, type TableName, TOPIC_PREFIX } from '../../tables/tables.ts';

/** Which commit an event is of. */
export interface CommitPlace {
  /** of the row event, from 1: it stands where PostgreSQL's LSN does */
  readonly n: number;
  readonly transaction: number;
  /** ms since the epoch */
  readonly at: number;
  /** of the rows that the catalogue began with */
  readonly isSnapshot: boolean;
}

const OPERATIONS = { insert: 'c', update: 'u', delete: 'd' } as const;

/** The records of one event: one, or two for a delete. */
export function eventRecords(event: RowEvent, place: CommitPlace): readonly OutgoingRecord[] {
  const { table, operation, key, otherKey } = event;
  const topic = changeTopic(table);
  const op = place.isSnapshot ? 'r' : OPERATIONS[operation];
  const record: OutgoingRecord = {
    topic,
    key: keyText(key),
    value: envelope(event, op, place),
    timestamp: place.at,
    ...(otherKey === undefined ? {} : { headers: [otherKeyHeader(operation === 'delete', otherKey)] }),
  };
  if (operation !== 'delete') return [record];
  return [record, { ...record, value: null }];
}

const keyText = (id: RowKey): string => JSON.stringify({ id });

const otherKeyHeader = (isDelete: boolean, key: RowKey) => ({
  key: isDelete ? '__debezium.newkey' : '__debezium.oldkey',
  value: Buffer.from(keyText(key)),
});

/** Written out: `ts_ns` is beyond what a number of JavaScript holds. */
function envelope({ table, before, after }: RowEvent, op: string, place: CommitPlace): string {
  const times = `"ts_us":${place.at}000,"ts_ns":${place.at}000000`;
  return (
    `{"before":${rowText(table, before)},"after":${rowText(table, after)},"source":${sourceText(table, place, times)},` +
    `"transaction":null,"op":"${op}","ts_ms":${place.at},${times}}`
  );
}

const rowText = (table: TableName, row: RowEvent['before']): string =>
  JSON.stringify(publishedRow(table, row));

function sourceText(
  table: TableName,
  { n, transaction, at, isSnapshot }: CommitPlace,
  times: string,
): string {
  return (
    `{"version":"1","connector":"embedded","name":"${TOPIC_PREFIX}","ts_ms":${at},"snapshot":"${isSnapshot}",` +
    `"db":"catalogue","sequence":"[\\"${n - 1}\\",\\"${n}\\"]",${times},"schema":"public","table":"${table}",` +
    `"txId":${transaction},"lsn":${n},"xmin":null}`
  );
}
