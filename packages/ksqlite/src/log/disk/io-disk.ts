import { ioErrors } from '../log-errors.ts';
import type { Disk } from './disk.ts';

/**
 * The disk, with reads that throw KsqlError LOG_IO. Records and state are read while queries run: so what fails can be told
 * from a defect of a query, which ends that query alone.
 */
export const ioDisk = (disk: Disk): Disk => ({
  list: () => ioErrors(() => disk.list()),
  size: (file) => ioErrors(() => disk.size(file)),
  read: (file, position, length) => ioErrors(() => disk.read(file, position, length)),
  truncate: (file, length) => disk.truncate(file, length),
  remove: (file) => disk.remove(file),
  append: (file) => disk.append(file),
  close: () => disk.close(),
});
