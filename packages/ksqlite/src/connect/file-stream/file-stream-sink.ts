/**
 * `org.apache.kafka.connect.file.FileStreamSinkConnector`: each record's value becomes a line of a file. A file can't be written in one
 * commit with offsets: after a kill the last lines may be there twice, as with Kafka Connect's.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { jsonOf } from '../converters/json/json-of.ts';
import type { Data } from '../data.ts';
import type { SinkConnector, SinkTask } from '../port.ts';

const CONFIG = z.strictObject({ file: z.string().min(1) });

export const FILE_STREAM_SINK: SinkConnector<z.output<typeof CONFIG>> = {
  kind: 'sink',
  class: 'org.apache.kafka.connect.file.FileStreamSinkConnector',
  version: '3.9.0',
  config: CONFIG,
  start: async ({ file }): Promise<SinkTask> => {
    const handle: FileHandle = await open(file, 'a');
    return {
      put: async (records) => {
        if (records.length === 0) return;
        await handle.appendFile(records.map(({ value }) => `${lineOf(value)}\n`).join(''));
        await handle.datasync();
      },
      stop: () => handle.close(),
    };
  },
};

/** Text as it is, what is structured as JSON. */
function lineOf(data: Data | null): string {
  if (data === null) return 'null';
  return typeof data.value === 'string' ? data.value : jsonOf(data.schema, data.value, false);
}
