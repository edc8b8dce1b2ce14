/**
 * Changes as Debezium's records: envelopes, tombstones, and a changed key as the end of one record and the beginning of another
 * (RelationalChangeRecordEmitter).
 */
import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../clock/index.ts';
import type { Header } from '../../../topics/port.ts';
import { ConnectorError } from '../../connector-error.ts';
import type { DataValue } from '../../data.ts';
import type { SourceRecord } from '../../port.ts';
import type { PostgresConfig } from '../config/postgres-config.ts';
import type { Change, Delete, LogicalMessage, Tuple, Update } from '../pgoutput/message.ts';
import type { Column, Table } from '../tables/table.ts';
import { HEARTBEAT_KEY, HEARTBEAT_VALUE, MESSAGE_KEY, MESSAGE_VALUE } from './schemas.ts';
import { type Origin, type SnapshotMark, sourceBlock } from './source-block.ts';

type Row = Readonly<Record<string, DataValue>>;
type RowChange = Exclude<Change, LogicalMessage | { kind: 'truncate' }>;

export interface RecordSettings {
  readonly config: PostgresConfig;
  readonly clock: Clock;
  /** A value that its column's schema can't say is null: said once a column. */
  readonly warn: (message: string) => void;
}

export class RecordMaker {
  readonly #config: PostgresConfig;
  readonly #clock: Clock;
  readonly #warn: (message: string) => void;
  readonly #headers: readonly Header[];

  constructor({ config, clock, warn }: RecordSettings) {
    this.#config = config;
    this.#clock = clock;
    this.#warn = warn;
    // DebeziumHeaderProducer's
    const context = {
      connectorLogicalName: config.prefix,
      taskId: '0',
      connectorName: 'postgresql',
      runId: randomUUID(),
    };
    this.#headers = config.extendedHeaders
      ? Object.entries(context).map(([name, value]) => header(`__debezium.context.${name}`, value))
      : [];
  }

  /** A row of a snapshot. */
  snapshot(table: Table, origin: Origin, lsn: number, row: Tuple, mark: SnapshotMark): SourceRecord {
    return this.#envelope(table, origin, lsn, 'r', this.#key(table, row), null, this.#row(table, row), mark);
  }

  /** A change of a row, appended to `records`. */
  change(table: Table, origin: Origin, change: RowChange, records: SourceRecord[]): void {
    const { skipped } = this.#config;
    if (change.kind === 'insert') {
      if (skipped.has('c')) return;
      const { after, lsn } = change;
      records.push(
        this.#envelope(table, origin, lsn, 'c', this.#key(table, after), null, this.#row(table, after)),
      );
    } else if (change.kind === 'update') {
      if (!skipped.has('u')) this.#update(table, origin, change, records);
    } else if (!skipped.has('d')) this.#delete(table, origin, change, records);
  }

  truncate(table: Table, origin: Origin, lsn: number): SourceRecord {
    return this.#envelope(table, origin, lsn, 't', null, null, null);
  }

  /** What pg_logical_emit_message said. */
  message({ prefix, content, lsn }: LogicalMessage, origin: Origin): SourceRecord {
    const value = {
      op: 'm',
      ts_ms: Math.floor(this.#clock.now()),
      source: sourceBlock(origin, '', '', lsn, 'false'),
      transaction: null,
      message: { prefix, content },
    };
    return {
      topic: `${this.#config.prefix}${this.#config.topicDelimiter}message`,
      key: { schema: MESSAGE_KEY, value: { prefix } },
      value: { schema: MESSAGE_VALUE, value },
    };
  }

  heartbeat(): SourceRecord {
    return {
      topic: this.#config.heartbeatTopic,
      key: { schema: HEARTBEAT_KEY, value: { serverName: this.#config.prefix } },
      value: { schema: HEARTBEAT_VALUE, value: { ts_ms: Math.floor(this.#clock.now()) } },
    };
  }

  #update(table: Table, origin: Origin, change: Update, records: SourceRecord[]): void {
    const { lsn, whole } = change;
    // a long value that did not change is in the old row, where that is whole
    const after = whole && change.before !== undefined ? filled(change.after, change.before) : change.after;
    const key = this.#key(table, after);
    const before = change.before === undefined ? null : this.#row(table, change.before);
    const oldKey = change.before === undefined ? key : this.#key(table, change.before);
    if (key === null || oldKey === null || sameKey(table, after, change.before)) {
      records.push(
        this.#envelope(table, origin, lsn, 'u', key, whole ? before : null, this.#row(table, after)),
      );
      return;
    }
    const toNew = [...this.#headers, header('__debezium.newkey', structText(key))];
    const fromOld = [...this.#headers, header('__debezium.oldkey', structText(oldKey))];
    records.push({ ...this.#envelope(table, origin, lsn, 'd', oldKey, before, null), headers: toNew });
    if (this.#config.tombstones) records.push({ ...this.#tombstone(table, oldKey), headers: toNew });
    records.push({
      ...this.#envelope(table, origin, lsn, 'c', key, null, this.#row(table, after)),
      headers: fromOld,
    });
  }

  #delete(table: Table, origin: Origin, { before, lsn }: Delete, records: SourceRecord[]): void {
    const key = this.#key(table, before);
    records.push(this.#envelope(table, origin, lsn, 'd', key, this.#row(table, before), null));
    if (this.#config.tombstones) records.push(this.#tombstone(table, key));
  }

  #tombstone(table: Table, key: Row | null): SourceRecord {
    return {
      topic: table.topic,
      key: key === null ? null : { schema: table.keySchema, value: key },
      value: null,
      headers: this.#headers,
    };
  }

  #envelope(
    table: Table,
    origin: Origin,
    lsn: number,
    op: string,
    key: Row | null,
    before: Row | null,
    after: Row | null,
    mark: SnapshotMark = 'false',
  ): SourceRecord {
    const now = this.#clock.now();
    const us = Math.floor(now * 1000);
    return {
      topic: table.topic,
      key: key === null ? null : { schema: table.keySchema, value: key },
      value: {
        schema: table.envelopeSchema,
        value: {
          before,
          after,
          source: sourceBlock(origin, table.schema, table.name, lsn, mark),
          transaction: null,
          op,
          ts_ms: Math.floor(now),
          ts_us: us,
          ts_ns: BigInt(us) * 1000n,
        },
      },
      headers: this.#headers,
    };
  }

  #key(table: Table, row: Tuple): Row | null {
    return table.keys.length === 0 ? null : this.#values(table, table.keys, row);
  }

  #row(table: Table, row: Tuple): Row {
    return this.#values(table, table.columns, row);
  }

  #values(table: Table, columns: readonly Column[], row: Tuple): Row {
    const values: Record<string, DataValue> = {};
    for (const column of columns) {
      const text = row[column.index];
      if (text === null) values[column.name] = column.absent;
      else if (text === undefined) values[column.name] = column.type.unavailable ?? null;
      else values[column.name] = this.#value(table, column, text);
    }
    return values;
  }

  /** Debezium's event.converting.failure.handling.mode=warn. */
  #value(table: Table, column: Column, text: string): DataValue {
    try {
      return column.type.read(text);
    } catch (error) {
      const where = `${table.schema}.${table.name}.${column.name}`;
      const reason = error instanceof Error ? error.message : String(error);
      if (!column.optional)
        throw new ConnectorError(`a value of ${where}, which is never null, can't be written: ${reason}`, {
          cause: error,
        });
      this.#warn(`values of ${where} that can't be written are null: ${reason}`);
      return null;
    }
  }
}

const header = (key: string, value: string): Header => ({ key, value: Buffer.from(value) });

/** As Connect's SimpleHeaderConverter writes a struct. */
const structText = (row: Row): string =>
  `Struct{${Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${value}`)
    .join(',')}}`;

const filled = (after: Tuple, before: Tuple): Tuple =>
  after.includes(undefined) ? after.map((value, i) => (value === undefined ? before[i] : value)) : after;

const sameKey = ({ keys }: Table, after: Tuple, before: Tuple | undefined): boolean =>
  before === undefined || keys.every(({ index }) => before[index] === after[index]);
