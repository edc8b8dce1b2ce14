import type { TopicRecord } from '../../../topics/port.ts';
import type { SchemaElement } from './parquet-package.ts';

export type RecordColumn = 'key' | 'partition' | 'offset' | 'timestamp';

interface RecordColumnPlan {
  readonly name: string;
  readonly element: Omit<SchemaElement, 'name'>;
  readonly of: (record: TopicRecord) => unknown;
}

/** What `record.columns` may name: columns beside those of the value. The key's type is its own. */
export const RECORD_COLUMNS: Readonly<Record<RecordColumn, RecordColumnPlan>> = {
  key: { name: '_key', element: {}, of: () => null },
  partition: {
    name: '_partition',
    element: { type: 'INT32', repetition_type: 'REQUIRED' },
    of: ({ partition }) => partition,
  },
  offset: {
    name: '_offset',
    element: { type: 'INT64', repetition_type: 'REQUIRED' },
    of: ({ offset }) => BigInt(offset),
  },
  timestamp: {
    name: '_timestamp',
    element: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', repetition_type: 'REQUIRED' },
    of: ({ timestamp }) => BigInt(Math.floor(timestamp)),
  },
};
