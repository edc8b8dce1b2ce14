import { messageOf } from '../../errors/message-of.ts';
import type { Header, OutgoingRecord, TopicRecord } from '../../topics/port.ts';

/** Where a record failed: Connect's stages. */
export type Stage = 'KEY_CONVERTER' | 'VALUE_CONVERTER' | 'TASK_PUT';

/**
 * The dead letter of a record, as Kafka Connect's DeadLetterQueueReporter writes it: its bytes and headers as they are, and in headers
 * of its own where it came from and why. It keeps its time.
 *
 * @param context undefined: without headers of its own
 */
export function deadLetter(
  topic: string,
  record: TopicRecord,
  context:
    | {
        readonly connector: string;
        readonly task: number;
        readonly connectorClass: string;
        readonly stage: Stage;
        readonly error: unknown;
        readonly redact: (text: string) => string;
      }
    | undefined,
): OutgoingRecord {
  const { key, value, timestamp, headers } = record;
  const letter = { topic, key, value, timestamp };
  if (context === undefined) return { ...letter, headers };
  const { connector, task, connectorClass, stage, error, redact } = context;
  const trace = error instanceof Error ? (error.stack ?? messageOf(error)) : messageOf(error);
  const said: readonly (readonly [string, string])[] = [
    ['topic', record.topic],
    ['partition', String(record.partition)],
    ['offset', String(record.offset)],
    ['connector.name', connector],
    ['task.id', String(task)],
    ['stage', stage],
    ['class.name', connectorClass],
    ['exception.class.name', error instanceof Error ? error.name : 'Error'],
    ['exception.message', redact(messageOf(error))],
    ['exception.stacktrace', redact(trace)],
  ];
  return { ...letter, headers: [...headers, ...said.map(header)] };
}

const header = ([name, text]: readonly [string, string]): Header => ({
  key: `__connect.errors.${name}`,
  value: Buffer.from(text, 'utf8'),
});
