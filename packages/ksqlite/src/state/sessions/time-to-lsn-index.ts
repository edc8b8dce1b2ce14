import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';

/** At which LSN the changelogs stood at which stream time: a few marks that move along with stream time. */
export interface TimeToLsnIndex {
  /** A change was written, at a stream time that never goes back. */
  add(ts: number, lsn: number): void;
  /** No change written at `ts` or later has a smaller LSN; Infinity: none was written. */
  lsnSince(ts: number): number;
  /** What was written before an LSN is not referred to any more. */
  forgetBefore(lsn: number): void;
  write(writer: ByteWriter): void;
  read(reader: ByteReader): void;
}

/** Marks a period. */
const FINENESS = 16;

/** @param periodMs `since` is asked for at most so far back; farther it answers less exactly, on the safe side */
export function timeToLsnIndex(periodMs: number): TimeToLsnIndex {
  const marks: { readonly ts: number; readonly lsn: number }[] = [];
  return {
    add: (ts, lsn) => {
      const last = marks.at(-1);
      if (last !== undefined && ts < last.ts + periodMs / FINENESS) return;
      marks.push({ ts, lsn });
      while (marks[1] !== undefined && marks[1].ts <= ts - periodMs) marks.shift();
    },
    lsnSince: (ts) => {
      let found = marks[0]?.lsn ?? Number.POSITIVE_INFINITY;
      for (const mark of marks) {
        if (mark.ts > ts) break;
        found = mark.lsn;
      }
      return found;
    },
    forgetBefore: (lsn) => {
      while (marks[1] !== undefined && marks[1].lsn <= lsn) marks.shift();
      const [first] = marks;
      if (first !== undefined && first.lsn < lsn) marks[0] = { ts: first.ts, lsn };
    },
    write: (writer) => {
      writer.u32(marks.length);
      for (const { ts, lsn } of marks) {
        writer.f64(ts);
        writer.f64(lsn);
      }
    },
    read: (reader) => {
      const count = reader.u32();
      for (let i = 0; i < count; i++) marks.push({ ts: reader.f64(), lsn: reader.f64() });
    },
  };
}
