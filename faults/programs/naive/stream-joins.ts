import type { SqlValue } from 'ksqlite';
import type { Join, Within } from 'ksqlite/internals';
import { both, firstPresent, inOrder, type JoinSide, type Side } from './join-input.ts';
import { type NaiveRow, throughTopic } from './naive-row.ts';
import { keyText } from './naive-tables.ts';
import { NotCovered } from './not-covered.ts';
import { END } from './stream-groups.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Where a stream is keyed again, it goes through an internal topic. */
function rekeyed({ rows, keyOf, isKeyed }: JoinSide, { source }: JoinSide): readonly NaiveRow[] {
  if (isKeyed) return rows;
  const written = rows.map((row) => ({ ...row, columns: throughTopic(row.columns) }));
  if (source.keyFormat === 'DELIMITED' && written.some(({ columns }) => keyOf(columns) === null))
    throw new NotCovered('a key of NULL in DELIMITED, which can not be read');
  return written;
}

/** A stream joined to a table: each record meets the row that its key has at that moment. */
export function joinTable(type: Join['type'], left: JoinSide, right: JoinSide): readonly NaiveRow[] {
  const table = new Map<string, NaiveRow>();
  return inOrder(rekeyed(left, right), right.rows).flatMap(({ side, row }): readonly NaiveRow[] => {
    if (side === 'right') {
      const [key = null] = row.key;
      if (key === null) return [];
      if (row.isDeletion) table.delete(keyText([key]));
      else table.set(keyText([key]), row);
      return [];
    }
    if (row.isDeletion) return [];
    const key = left.keyOf(row.columns);
    const found = key === null ? undefined : table.get(keyText([key]));
    if (found === undefined && type !== 'LEFT') return [];
    return [{ ...row, window: undefined, key: [key], columns: both(row.columns, found?.columns) }];
  });
}

/** A record that waits on its side of a windowed join. */
interface Kept {
  readonly row: NaiveRow;
  readonly side: Side;
  readonly key: SqlValue;
  /** A match was told, or that there was none. */
  isReported: boolean;
  /** It is to be told that it has none, when its window is over. */
  waits: boolean;
  /** Others can find it. */
  readonly isFound: boolean;
}

/**
 * Two streams: a left record joins right ones from `beforeMs` before it to `afterMs` after it. In an outer join one that has no
 * match is told alone when its window and its grace are over, which is looked for every `emitIntervalMs` of wall-clock time only:
 * while a program runs that clock stands still.
 */
export function joinStreams(
  type: Join['type'],
  within: Within,
  left: JoinSide,
  right: JoinSide,
  emitIntervalMs: number,
): readonly NaiveRow[] {
  // a RIGHT JOIN is a left one of its right side: so are its bounds
  const [beforeMs, afterMs] =
    type === 'RIGHT' ? [within.afterMs, within.beforeMs] : [within.beforeMs, within.afterMs];
  const graceMs = within.graceMs ?? DAY_MS;
  const retentionMs = beforeMs + afterMs + graceMs;
  const isOuter = { left: type === 'LEFT' || type === 'OUTER', right: type === 'RIGHT' || type === 'OUTER' };
  // without a grace Kafka Streams tells it at once, and tells a later match as well
  const tellsAtOnce = within.graceMs === undefined;
  const aheadMs = { left: afterMs, right: beforeMs };
  const kept: Kept[] = [];
  const joined: NaiveRow[] = [];
  const newest = { left: -1, right: -1 };
  let streamTime = -1;
  let mayLook = true;
  let oldestWaiting = Number.NEGATIVE_INFINITY;

  const tell = (cause: number, ts: number, l: NaiveRow | undefined, r: NaiveRow | undefined): void => {
    const columns = both(l?.columns, r?.columns);
    const key = firstPresent(left.keyOf(columns), right.keyOf(columns));
    joined.push({
      cause,
      partition: (l ?? r)?.partition ?? 0,
      ts,
      window: undefined,
      key: [key],
      columns,
      hasKey: true,
      isDeletion: false,
    });
  };
  const tellAlone = (cause: number, side: Side, row: NaiveRow): void =>
    tell(cause, row.ts, side === 'left' ? row : undefined, side === 'right' ? row : undefined);
  const tellClosed = (cause: number): void => {
    const closed = kept.filter(
      ({ row, side, isReported, waits }) =>
        waits && !isReported && row.ts + aheadMs[side] + graceMs < streamTime,
    );
    // as Kafka Streams' store is sorted: by time, the right side first, by the key's bytes
    const sorted = closed.toSorted(
      (a, b) =>
        a.row.ts - b.row.ts ||
        Number(a.side === 'left') - Number(b.side === 'left') ||
        compareKeys(a.key, b.key),
    );
    for (const one of sorted) {
      one.isReported = true;
      tellAlone(cause, one.side, one.row);
    }
    oldestWaiting = Math.min(
      ...kept.filter(({ waits, isReported }) => waits && !isReported).map(({ row }) => row.ts),
    );
    if (oldestWaiting === END) oldestWaiting = Number.NEGATIVE_INFINITY;
  };

  for (const { side, row } of inOrder(rekeyed(left, right), rekeyed(right, left))) {
    streamTime = Math.max(streamTime, row.ts);
    if (row.isDeletion) continue;
    const { cause, ts } = row;
    const key = (side === 'left' ? left : right).keyOf(row.columns);
    if (key === null) {
      if (isOuter[side]) tellAlone(cause, side, row);
      continue;
    }
    const ahead = aheadMs[side];
    const looks =
      emitIntervalMs === 0 || (mayLook && ts >= streamTime && oldestWaiting + ahead + graceMs < streamTime);
    if ((isOuter.left || isOuter.right) && looks) {
      mayLook = false;
      tellClosed(cause);
    }
    const other = side === 'left' ? 'right' : 'left';
    const matches = kept
      .filter((one) => one.isFound && one.side === other && keyText([one.key]) === keyText([key]))
      .filter((one) => one.row.ts >= ts - aheadMs[other] && one.row.ts <= ts + ahead)
      .filter((one) => one.row.ts > newest[other] - retentionMs)
      .toSorted((a, b) => a.row.ts - b.row.ts);
    for (const one of matches) {
      one.isReported = true;
      const at = Math.max(ts, one.row.ts);
      if (side === 'left') tell(cause, at, row, one.row);
      else tell(cause, at, one.row, row);
    }
    const isAlone = isOuter[side] && matches.length === 0;
    const waits = isAlone && !tellsAtOnce && ts + ahead >= streamTime;
    if (isAlone && !waits) tellAlone(cause, side, row);
    const isFound = ts > newest[side] - retentionMs;
    if (waits && (oldestWaiting === Number.NEGATIVE_INFINITY || ts < oldestWaiting)) oldestWaiting = ts;
    if (isFound || waits) newest[side] = Math.max(newest[side], ts);
    kept.push({ row, side, key, isReported: !waits, waits, isFound: isFound || waits });
  }
  streamTime = END;
  tellClosed(END);
  return joined;
}

function compareKeys(a: SqlValue, b: SqlValue): number {
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return (a as number) < (b as number) ? -1 : (a as number) > (b as number) ? 1 : 0;
}
