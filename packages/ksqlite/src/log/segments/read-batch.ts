import { crc32 } from 'node:zlib';
import type { Disk } from '../disk/disk.ts';
import { damagedLog } from '../log-errors.ts';
import type { BatchLocation } from './batch-location.ts';

/** A batch's bytes. Throws KsqlError LOG_DAMAGED when they are not as they were written, and what the disk throws. */
export function readBatch(disk: Disk, { segment, position, bytes, crc }: BatchLocation): Buffer {
  const read = disk.read(segment, position, bytes);
  if (crc32(read) !== crc)
    throw damagedLog(
      `${segment} fails its checksum at byte ${position}: records are not as they were written`,
    );
  return read;
}
