import { CommandError } from '../../../errors/command-error.ts';
import { rangesOf } from '../../../topics/dump.ts';
import type { TopicRecord } from '../../../topics/port.ts';
import type { CommandContext } from '../../support/run-main.ts';
import { writeAll } from '../../topic/write-all.ts';
import { type OpenTopics, openForReading, openWith } from '../open-for-reading.ts';
import { keyText, recordLine } from '../records/record-line.ts';
import { SchemaFields } from '../records/schema-fields.ts';
import type { ConsumeOptions } from './consume-options.ts';
import { readRecords } from './read-records.ts';

/** Writes the records that are asked for to stdout. Throws CommandError, KsqlError. */
export async function consumeRecords(options: ConsumeOptions, context: CommandContext): Promise<void> {
  const { clock, signal, stdout } = context;
  const { topic, waitMs, partition } = options;
  const given = openWith(context, waitMs);
  const { retry } = given;
  const opened = await openForReading(options.place, given);
  if (opened === undefined) return;
  const { topics, where } = opened;
  try {
    if (partition !== undefined) await checkPartition(opened, topic, partition);
    const records = readRecords({ ...options, topics, name: topic, where, clock, signal, retry });
    await writeAll(stdout, lines(records, options, opened));
  } finally {
    await opened.close();
  }
}

async function checkPartition(
  { topics, where }: OpenTopics,
  topic: string,
  partition: number,
): Promise<void> {
  const { length } = await rangesOf(topics, topic, where);
  if (partition >= length)
    throw new CommandError(
      'USAGE',
      `--partition ${partition}: ${topic} has ${length}, from 0 to ${length - 1}`,
    );
}

/** Texts of many whole lines each, at most `count` lines in all. */
async function* lines(
  batches: AsyncIterable<readonly TopicRecord[]>,
  { formats, key, count = Number.POSITIVE_INFINITY }: ConsumeOptions,
  opened: OpenTopics,
): AsyncGenerator<string, void> {
  const withSchemas = formats.key === 'SCHEMA' || formats.value === 'SCHEMA';
  const schemas = withSchemas ? new SchemaFields(() => opened.registry()) : undefined;
  let left = count;
  for await (const batch of batches) {
    let text = '';
    for (const record of batch) {
      if (key !== undefined && (await keyText(record, formats.key, schemas)) !== key) continue;
      text += await recordLine(record, formats, schemas);
      left--;
      if (left === 0) break;
    }
    yield text;
    if (left === 0) return;
  }
}
