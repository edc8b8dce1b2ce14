import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

/**
 * What a store does for its changelog. Its state is a function of the changelog: the newest snapshot, if there is one, and
 * the changes behind it, in order.
 */
export interface StoreState {
  /** Takes in a change found at recovery, which is only valid in this call. @param lsn see Changelog.read */
  replay(change: ByteReader, lsn: number): void;
  /** Writes the whole state as it is now: what was in the changelog before is not needed any more. */
  writeSnapshot(writer: ByteWriter): void;
  /** Takes in what `writeSnapshot` wrote. Called at most once, before any `replay`. */
  restore(snapshot: ByteReader): void;
  /** The smallest LSN that the store may still ask its changelog for; Infinity: none. Without it: never any. */
  oldestLsn?(): number;
  /**
   * Writes again, as changes, what it may still ask for that lies before an LSN; if that is much, some of it.
   *
   * @param since at this LSN or behind it no change of the store lies, but those that `renew` wrote
   * @returns whether that was all
   */
  renew?(before: number, since: number): boolean;
}
