import type { Writable } from 'node:stream';
import { dumpTopic } from '../../topics/dump.ts';
import type { Topics } from '../../topics/port.ts';
import { writeAll } from './write-all.ts';

/**
 * Writes a topic to `out` as JSON lines (`src/topics/dump.ts`).
 *
 * @throws LineError TOPIC_UNKNOWN, before anything is written
 * @throws what `out` fails with, except that nobody reads on (`| head`): that ends it quietly
 */
export function printTopic(topics: Topics, name: string, out: Writable): Promise<void> {
  return writeAll(out, dumpTopic(topics, name));
}
