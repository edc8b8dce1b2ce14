import { KsqlError } from '../../errors/ksql-error.ts';
import { SerializationError } from '../../formats/codec.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { isReadOnlyTopic } from '../../log/topics/read-only-topic.ts';
import type { Source } from '../../metastore/source.ts';
import { sinkWriter } from '../../runtime/sink-writer.ts';
import type { SqlValue } from '../../types/sql-value.ts';

/**
 * Writes rows into a stream or table, one at a call; they are durable once `scheduler.settled()` resolves. A row's
 * timestamp (ms since the epoch) is the clock's, unless one is given.
 *
 * @throws KsqlError SQL_INVALID where the source takes no rows from outside
 */
export function insertRow(
  engine: { readonly log: TopicLog; readonly now: () => number },
  source: Source,
): (row: readonly SqlValue[], timestamp?: number) => void {
  if (source.readOnly)
    throw new KsqlError(
      'SQL_INVALID',
      `Cannot insert values into read-only ${source.kind.toLowerCase()}: ${source.name}`,
    );
  if (isReadOnlyTopic(source.topic))
    throw new KsqlError('SQL_INVALID', `Cannot insert values into read-only topic: ${source.topic}`);
  if (source.window !== undefined)
    throw new KsqlError('SQL_INVALID', 'Cannot insert values into windowed stream/table!');
  const write = sinkWriter(engine.log, source, refuseRow);
  return (row, timestamp = engine.now()) => write(row, false, timestamp, 0, undefined);
}

/** Throws what the row of an INSERT is refused with. */
export function refuseRow(error: unknown, source: string): never {
  if (!(error instanceof RangeError || error instanceof SerializationError)) throw error;
  const hint = /^Schema from Schema Registry misses field/.test(error.message) ? NO_SCHEMA_ID : undefined;
  throw new KsqlError('SQL_INVALID', `Failed to insert values into '${source}': ${error.message}`, { hint });
}

/** As ksqlDB (InsertValuesExecutor) says it, and why it helps. */
const NO_SCHEMA_ID =
  'You probably forgot to add VALUE_SCHEMA_ID when creating the source: its columns have the names of the schema then.';
