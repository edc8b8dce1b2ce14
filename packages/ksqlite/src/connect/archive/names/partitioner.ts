import type { TopicRecord } from '../../../topics/port.ts';
import { pathFormat } from './path-format.ts';

/** The folder of a record, beneath that of its topic: a function of the record alone. */
export type Partitioner = (record: TopicRecord) => string;

/** The plug-in's DefaultPartitioner: by the partition of the topic. */
export const byPartition: Partitioner = ({ partition }) => `partition=${partition}`;

/**
 * The plug-in's TimeBasedPartitioner with `timestamp.extractor=Record`.
 *
 * @param durationMs times are rounded down to a multiple of it
 */
export function byTime(format: string, durationMs: number, timezone: string): Partitioner {
  const pathOf = pathFormat(format, timezone);
  let known: { readonly start: number; readonly path: string } | undefined;
  return ({ timestamp }) => {
    const start = Math.floor(timestamp / durationMs) * durationMs;
    if (known?.start !== start) known = { start, path: pathOf(start) };
    return known.path;
  };
}
