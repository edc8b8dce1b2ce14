import type { ByteReader } from '../../log/bytes/byte-reader.ts';
import type { ByteWriter } from '../../log/bytes/byte-writer.ts';

/** Where in the changelog a store stood at which stream time: a few marks that move along with it. */
export interface TimeToLsnIndex {
  /** A change was written, at a stream time that never goes back. */
  add(ts: number, position: number): void;
  /** No change written at `ts` or later has a smaller position; Infinity: none was written. */
  lsnSince(ts: number): number;
  /** What was written before a position is not referred to any more. */
  forgetBefore(position: number): void;
  write(writer: ByteWriter): void;
  read(reader: ByteReader): void;
}

/** Marks a period. */
const FINENESS = 16;

/** @param periodMs `since` is asked for at most so far back; farther it answers less exactly, on the safe side */
export function timeToLsnIndex(periodMs: number): TimeToLsnIndex {
  const marks: { readonly ts: number; readonly position: number }[] = [];
  return {
    add: (ts, position) => {
      const last = marks.at(-1);
      if (last !== undefined && ts < last.ts + periodMs / FINENESS) return;
      marks.push({ ts, position });
      while (marks[1] !== undefined && marks[1].ts <= ts - periodMs) marks.shift();
    },
    lsnSince: (ts) => {
      let found = marks[0]?.position ?? Number.POSITIVE_INFINITY;
      for (const mark of marks) {
        if (mark.ts > ts) break;
        found = mark.position;
      }
      return found;
    },
    forgetBefore: (position) => {
      while (marks[1] !== undefined && marks[1].position <= position) marks.shift();
      const [first] = marks;
      if (first !== undefined && first.position < position) marks[0] = { ts: first.ts, position };
    },
    write: (writer) => {
      writer.u32(marks.length);
      for (const { ts, position } of marks) {
        writer.f64(ts);
        writer.f64(position);
      }
    },
    read: (reader) => {
      const count = reader.u32();
      for (let i = 0; i < count; i++) marks.push({ ts: reader.f64(), position: reader.f64() });
    },
  };
}
