import type { CommandContext } from '../../support/run-main.ts';
import { writeAll } from '../../topic/write-all.ts';
import { type OpenTopics, openForReading, openWith } from '../open-for-reading.ts';
import { type TopicRow, topicRow, topicTable } from './topic-rows.ts';
import type { TopicsOptions } from './topics-options.ts';

/** Writes the list to stdout, by name. Throws CommandError, KsqlError. */
export async function listTopics(options: TopicsOptions, context: CommandContext): Promise<void> {
  const { stdout } = context;
  const { place, waitMs } = options;
  const given = openWith(context, waitMs);
  const opened = await openForReading(place, given);
  if (opened === undefined) return;
  try {
    const all = [...(await opened.topics.list())].sort();
    const names =
      options.names.length > 0 ? options.names : all.filter((name) => options.all || !isInternal(name));
    const rows: TopicRow[] = [];
    for (const name of names) rows.push(await rowOf(opened, name));
    const hidden = options.names.length > 0 ? 0 : all.length - names.length;
    await writeAll(stdout, [
      options.json ? rows.map((row) => `${JSON.stringify(row)}\n`).join('') : topicTable(rows),
    ]);
    if (hidden > 0 && !options.json) given.log(`${hidden} internal ones are not shown (--all)`);
  } finally {
    await opened.close();
  }
}

const isInternal = (name: string): boolean => name.startsWith('_');

async function rowOf({ topics, where, retentionMs }: OpenTopics, name: string): Promise<TopicRow> {
  const row = await topicRow(topics, name, where);
  return retentionMs === undefined ? row : { ...row, retentionMs: retentionMs(name) };
}
