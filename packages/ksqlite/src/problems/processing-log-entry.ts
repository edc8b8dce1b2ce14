/**
 * An entry of the processing log as JSON, of the structure that ksqlDB gives it: ProcessingLogMessageSchema inside of the
 * structured logger's record.
 */
import { asBuffer, type LogRecord } from '../log/topics/log-record.ts';
import type { Unreadable } from '../metastore/read-source.ts';
import type { StreamRecord } from '../runtime/stream-record.ts';
import type { StepProblem } from '../topology/step-problem.ts';
import type { SqlValue } from '../types/sql-value.ts';

/** One of the kinds of messages, of which an entry has exactly one. */
interface Message {
  readonly type: number;
  readonly deserializationError?: object;
  readonly recordProcessingError?: object;
  readonly kafkaStreamsThreadError?: object;
}

/** @param time ms since the epoch */
export const processingLogEntry = (logger: string, time: number, message: Message): string =>
  JSON.stringify({ logger, level: 'ERROR', time, message: { ...NO_MESSAGE, ...message } });

const NO_MESSAGE = {
  type: null,
  deserializationError: null,
  recordProcessingError: null,
  productionError: null,
  serializationError: null,
  kafkaStreamsThreadError: null,
};

/** A record that could not be read: its bytes are given where rows are. */
export function unreadableMessage(
  topic: string,
  { part, unreadable }: Unreadable,
  record: LogRecord,
  includesRows: boolean,
): Message {
  const bytes = includesRows ? asBuffer(part === 'key' ? record.key : record.value) : null;
  if (part === 'time')
    return {
      type: RECORD_PROCESSING_ERROR,
      recordProcessingError: {
        errorMessage: 'Failed to extract timestamp from row',
        record: bytes === null ? null : bytes.toString('utf8'),
        cause: [unreadable],
      },
    };
  return {
    type: DESERIALIZATION_ERROR,
    deserializationError: {
      target: part,
      errorMessage: `Failed to deserialize ${part} from topic: ${topic}. ${unreadable}`,
      recordB64: bytes === null ? null : bytes.toString('base64'),
      cause: [unreadable],
      topic,
    },
  };
}

/** An expression that failed, or a record that was left out. */
export const stepMessage = ({ message, error, record }: StepProblem, includesRows: boolean): Message => ({
  type: RECORD_PROCESSING_ERROR,
  recordProcessingError: {
    errorMessage: message,
    record: includesRows && record !== undefined ? rowText(record) : null,
    cause: causes(error),
  },
});

/**
 * A query that failed, and reads nothing any more.
 *
 * @param where what it was at, in the place of ksqlDB's thread
 */
export const failureMessage = (where: string, error: unknown): Message => ({
  type: KAFKA_STREAMS_THREAD_ERROR,
  kafkaStreamsThreadError: {
    errorMessage: 'Unhandled exception caught in streams thread',
    threadName: where,
    cause: causes(error),
  },
});

const DESERIALIZATION_ERROR = 0;
const RECORD_PROCESSING_ERROR = 1;
const KAFKA_STREAMS_THREAD_ERROR = 4;
/** Causes of causes. */
const DEEPEST = 20;

/** The messages of an error and of what it was caused by (ksqlDB's ErrorMessageUtil.getErrorMessages). */
function causes(error: unknown): readonly string[] {
  const messages: string[] = [];
  for (let one = error; one !== undefined && messages.length < DEEPEST; one = (one as Error).cause) {
    messages.push(one instanceof Error ? one.message : String(one));
    if (!(one instanceof Error)) break;
  }
  return messages;
}

/** The columns of a record, of a joined one those of all its parts. */
const rowText = (record: StreamRecord): string =>
  JSON.stringify(
    record.inputs.length === 0 ? record.row : record.inputs.flatMap((part) => part?.row ?? [null]),
    (_, value: SqlValue) => {
      if (typeof value === 'bigint') return value.toString();
      return value instanceof Map ? Object.fromEntries(value) : value;
    },
  );
