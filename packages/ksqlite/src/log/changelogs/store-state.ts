import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';

/**
 * A state in parts. Every row that is there when it begins, and still is when its turn comes, is in one of them, as it is then. A
 * row that comes later need not be.
 */
export interface StateParts {
  /** Begins; what it returns writes one part each time, of about so many bytes, and says whether that was the last one. */
  begin(): (writer: ByteWriter, bytes: number) => boolean;
  /**
   * Recovery restores all parts before it replays a change: so rows keep their order. A change must then say all of its row. Else
   * both come in the order they were written, and a change may be of a row that is in a later part: then it says nothing new.
   */
  readonly comeFirst: boolean;
}

/**
 * What a store does for its changelog. Its state is a function of the changelog: the newest snapshot, if there is one, and
 * the changes behind it, in order.
 */
export interface StoreState {
  /** Takes in a change found at recovery, which is only valid in this call. @param lsn see Changelog.read */
  replay(change: ByteReader, lsn: number): void;
  /** Writes the whole state as it is now: what was in the changelog before is not needed any more. */
  writeSnapshot(writer: ByteWriter): void;
  /** Takes in what `writeSnapshot` wrote. Called at most once, before any `replay`; with a part of `parts` for each of them. */
  restore(snapshot: ByteReader): void;
  /** How a state that may be large is written in several commits, with changes in between. Without it: whole. */
  readonly parts?: StateParts;
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
