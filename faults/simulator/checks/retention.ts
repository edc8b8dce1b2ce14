import type { TopicLog } from 'ksqlite/testing';
import { KEPT_FOR_EVER } from 'ksqlite/topics';

/** Sees to it that no record goes before its time, in one process after the other. */
export interface RetentionWatch {
  /** A process has opened the log. */
  follow(log: TopicLog, now: () => number): void;
  readonly violations: () => readonly string[];
}

interface Watched {
  /** one past the last record that may be past its retention */
  mayGo: number;
  /** Ends of what was committed later, oldest first; `after`: not before this moment. */
  readonly young: { readonly after: number; readonly end: number }[];
}

/** @param retentionMs of topics that were not told otherwise */
export function retentionWatch(retentionMs: number): RetentionWatch {
  const watched = new Map<string, Watched>();
  const violations: string[] = [];
  let lookedAt = Number.NEGATIVE_INFINITY;

  const look = (log: TopicLog, now: number): void => {
    for (const { name, partitions, retentionMs: own } of log.topics.values())
      for (const { partition, logStartOffset: start, highWatermark } of partitions) {
        const place = `${name}/${partition}`;
        const known = watched.get(place) ?? { mayGo: 0, young: [] };
        watched.set(place, known);
        const { young } = known;
        if (highWatermark > (young.at(-1)?.end ?? known.mayGo))
          young.push({ after: lookedAt, end: highWatermark });
        while (own !== KEPT_FOR_EVER && young[0] !== undefined && now - young[0].after > retentionMs)
          known.mayGo = young.shift()?.end ?? 0;
        if (start > known.mayGo)
          violations.push(`${place}: begins at ${start}, what lies behind ${known.mayGo} is to be kept`);
      }
    lookedAt = now;
  };

  return {
    follow: (log, now) => {
      look(log, now());
      log.onCommitted(() => look(log, now()));
    },
    violations: () => violations,
  };
}
