import { CommandError } from '../../../errors/command-error.ts';
import { rangesOf } from '../../../topics/dump.ts';
import type { CommandContext } from '../../support/run-main.ts';
import type { WritableTopics } from '../open-broker.ts';
import { openWith } from '../open-for-reading.ts';
import { SchemaFields } from '../records/schema-fields.ts';
import { inputLines } from './input-lines.ts';
import { openForWriting } from './open-for-writing.ts';
import type { ProduceOptions } from './produce-options.ts';
import { LineSender, type SentLines } from './send-lines.ts';

/**
 * Sends what is in the files, or comes from stdin, and says how much that was.
 *
 * @returns the exit code: 3 when a line was left out
 * @throws CommandError, KsqlError
 */
export async function produceRecords(options: ProduceOptions, context: CommandContext): Promise<number> {
  const { stdin, stdout, signal } = context;
  const { topic, files, formats, waitMs, create } = options;
  const given = openWith(context, waitMs);
  const { log } = given;
  const opened = await openForWriting(options.place, given, create !== undefined);
  if (opened === undefined) return 0;
  const { topics } = opened;
  let outcome: SentLines;
  try {
    const partitions = await partitionsOf(opened, options);
    const withSchemas = formats.key === 'SCHEMA' || formats.value === 'SCHEMA';
    const schemas = withSchemas ? new SchemaFields(() => opened.registry()) : undefined;
    const sender = new LineSender(options, { topics, partitions, schemas, log });
    if (files.includes('-') && stdin.isTTY) log('One record a line; Ctrl-D ends it.');
    for await (const lines of inputLines(files, stdin, signal)) await sender.send(lines);
    outcome = sender.outcome;
  } finally {
    await opened.close();
  }
  stdout.write(options.json ? `${JSON.stringify({ topic, ...outcome })}\n` : textOf(topic, outcome));
  return outcome.bad > 0 ? new CommandError('INPUT_UNREADABLE', '').exitCode : 0;
}

/** Makes the topic, where that is asked for. Throws CommandError TOPIC_UNKNOWN, USAGE. */
async function partitionsOf(
  { topics, where }: WritableTopics,
  { topic, create, partition }: ProduceOptions,
): Promise<number> {
  if (create !== undefined && (await topics.ranges(topic)) === undefined)
    await topics.create([{ name: topic, partitions: create }]);
  const { length } = await rangesOf(topics, topic, where).catch((error: unknown) => {
    if (!(error instanceof CommandError) || error.code !== 'TOPIC_UNKNOWN') throw error;
    throw error.withMessage(`${error.message}. --create 4 makes it, with four partitions`);
  });
  if (typeof partition === 'number' && partition >= length)
    throw new CommandError(
      'USAGE',
      `--partition ${partition}: ${topic} has ${length}, from 0 to ${length - 1}`,
    );
  return length;
}

function textOf(topic: string, { sent, bad }: SentLines): string {
  const left = bad === 0 ? '' : `; ${bad} ${bad === 1 ? 'line was' : 'lines were'} left out`;
  return `${sent} ${sent === 1 ? 'record' : 'records'} sent to ${topic}${left}\n`;
}
