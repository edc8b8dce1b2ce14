import { z } from 'zod';
import { formatTable, type Page } from '../table/format-table.ts';
import { section } from './pairs.ts';

export const offsetSummaries = z.array(
  z.object({
    groupId: z.string(),
    topicSummaries: z.array(
      z.object({
        kafkaTopic: z.string(),
        offsets: z.array(
          z.object({
            partition: z.number(),
            logStartOffset: z.number(),
            logEndOffset: z.number(),
            consumerOffset: z.number(),
          }),
        ),
      }),
    ),
  }),
);
type Summaries = z.infer<typeof offsetSummaries>;

/** How far a query's consumer groups have read: what waits before it is the lag. */
export function offsetLines(summaries: Summaries, page: Page): readonly string[] {
  return summaries.flatMap(({ groupId, topicSummaries }) => {
    const rows = topicSummaries.flatMap(({ kafkaTopic, offsets }) =>
      offsets.map(({ partition, logStartOffset, logEndOffset, consumerOffset }) => [
        kafkaTopic,
        ...[partition, logStartOffset, logEndOffset, consumerOffset, logEndOffset - consumerOffset].map(
          String,
        ),
      ]),
    );
    const lines =
      rows.length === 0
        ? ['no offsets committed yet']
        : formatTable(COLUMNS, rows, { ...page, width: page.width - 2 });
    return section(`Consumer group ${groupId}`, lines, page.colors);
  });
}

const COLUMNS = [
  { name: 'Topic' },
  ...['Partition', 'Start', 'End', 'Offset', 'Lag'].map((name) => ({ name, right: true })),
];
