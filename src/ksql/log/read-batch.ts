import { crc32 } from 'node:zlib';
import { KsqlError } from '../errors/ksql-error.ts';
import type { BatchLocation } from './batch-location.ts';
import type { Disk } from './disk.ts';

/** A batch's bytes. Throws KsqlError LOG_DAMAGED when they are not as they were written, and what the disk throws. */
export function readBatch(disk: Disk, { segment, position, bytes, crc }: BatchLocation): Buffer {
  const read = disk.read(segment, position, bytes);
  if (crc32(read) !== crc)
    throw new KsqlError(
      'LOG_DAMAGED',
      `${segment} fails its checksum at byte ${position}: records are not as they were written`,
      {
        hint: 'Restore the data folder from a copy, or start anew with another one.',
      },
    );
  return read;
}
