import { type StreamRecord, streamRecord } from '../../runtime/stream-record.ts';
import type { MapKey } from '../../state/codecs/map-key.ts';
import { JoinBuffer } from '../../state/joins/join-buffer.ts';
import { PendingQueue, type Waiting } from '../../state/joins/pending-queue.ts';
import type { Row } from '../../types/sql-value.ts';
import type { OperatorContext, Output, TwoInputs } from '../operator.ts';
import { OperatorMetrics } from '../operator-metrics.ts';
import type { JoinKey } from './join-key.ts';

export interface StreamStreamJoinOptions {
  readonly name: string;
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'OUTER';
  /** A left record joins right records from `beforeMs` before it to `afterMs` after it. */
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly graceMs: number;
  /** A record of an outer side without a match leaves at once, and a match that comes later leaves as well. */
  readonly eager: boolean;
  /**
   * How often, in wall-clock ms, records without a match are looked for. Kafka Streams: 1,000, so that what a match
   * in the meantime makes of them depends on the clock. 0: whenever stream time moves, of either side.
   */
  readonly emitIntervalMs: number;
  /** The statement's inputs that the left record's inputs are. */
  readonly leftInputs: readonly number[];
  readonly rightInput: number;
  /** A window is part of the keys: the result is of the window that its sides are of. */
  readonly isWindowed: boolean;
  readonly leftKey: JoinKey;
  readonly rightKey: JoinKey;
}

/**
 * The windowed join of two streams.
 *
 * Each record is kept, and looks for records of its key on the other side whose time lies in the window around its own.
 * Matches leave at once, in the order of time. In an outer join a record without a match waits: it leaves with a null side
 * once stream time has passed its window's end and grace, or at once when that was so already when it came (so grace does
 * not protect a late record; KAFKA-19536). A result's ts is the later one of its pair; one without a match keeps its own.
 *
 * State: a buffer for each side (`NAME-left`, `NAME-right`): the time and the offset of each record, and whether it still
 * waits, for as long as both windows and grace. The records themselves are read from their topics again.
 *
 * What must stay true:
 * - A pair leaves once: when its later record comes, and never again.
 * - What waits is in the order of Kafka Streams' store, so that the order of results does not depend on a restart.
 * - Stream time is kept with the records; where it moves without one it is noted, or a restart would set it back.
 *
 * Source: Kafka Streams 3.9, KStreamKStreamJoin; KIP-633 (grace), KIP-962 (null keys in outer joins).
 */
export function streamStreamJoin(
  context: OperatorContext,
  options: StreamStreamJoinOptions,
  output: Output<StreamRecord>,
): TwoInputs {
  const { beforeMs, afterMs, graceMs, emitIntervalMs, leftInputs, rightInput, name, type, isWindowed } =
    options;
  const metrics = new OperatorMetrics(name);
  const retentionMs = beforeMs + afterMs + graceMs;
  const lefts = new JoinBuffer(context, {
    name: `${name}-left`,
    inputs: leftInputs,
    retentionMs,
    keyOf: options.leftKey,
  });
  const rights = new JoinBuffer(context, {
    name: `${name}-right`,
    inputs: [rightInput],
    retentionMs,
    keyOf: options.rightKey,
  });
  const { eager } = options;
  const leftOuter = type === 'LEFT' || type === 'OUTER';
  const rightOuter = type === 'RIGHT' || type === 'OUTER';
  const pending = new PendingQueue(
    [
      ...lefts.pendingAtStart.map((entry) => ({ entry, ts: lefts.ts(entry), side: 'left' }) as const),
      ...rights.pendingAtStart.map((entry) => ({ entry, ts: rights.ts(entry), side: 'right' }) as const),
    ],
    (entry, side) => (side === 'left' ? lefts : rights).isPending(entry),
    tiedOrder(
      ({ entry, side }) =>
        (side === 'left' ? options.leftKey(lefts.record(entry)) : options.rightKey(rights.record(entry))) ??
        '',
    ),
  );
  const lastSide = leftInputs.length;
  let streamTime = Math.max(lefts.timeAtStart, rights.timeAtStart);
  let nextEmitMs = 0;
  let oldestPending = NONE_SEEN;

  const joined = (ts: number, left: StreamRecord | null, right: StreamRecord | null): StreamRecord => {
    const inputs = new Array<StreamRecord | null>(lastSide + 1);
    // a record of the first input has no inputs, it is one
    if (left !== null && left.inputs.length === 0) inputs[0] = left;
    else
      for (let i = 0; i < lastSide; i++)
        inputs[i] = left === null ? null : (left.inputs[i] as StreamRecord | null);
    inputs[lastSide] = right;
    const partition = left?.partition ?? right?.partition ?? 0;
    const window = isWindowed ? (left ?? right)?.window : undefined;
    return streamRecord(ts, partition, -1, NO_ROW, false, window, undefined, inputs);
  };
  const emit = (result: StreamRecord): void => {
    metrics.recordsOut++;
    output(result);
  };
  const alone = (record: StreamRecord, side: Waiting['side']): void =>
    emit(side === 'left' ? joined(record.ts, record, null) : joined(record.ts, null, record));
  const report = ({ entry, side }: Waiting): void => {
    const buffer = side === 'left' ? lefts : rights;
    const record = buffer.record(entry);
    buffer.settle(entry);
    alone(record, side);
  };

  /** Strictly later than the window's end and grace: a record exactly at the end can still join. */
  const closeWindows = (ts: number, waitMs: number): void => {
    if (emitIntervalMs > 0) {
      // as Kafka Streams: only at stream time, only when its oldest may have closed, once an interval
      if (ts < streamTime || oldestPending + waitMs + graceMs >= streamTime) return;
      const now = context.now();
      if (now < nextEmitMs) return;
      nextEmitMs = now + emitIntervalMs;
    }
    reportClosed();
  };
  const reportClosed = (): void => {
    const seen = pending.takeClosed(streamTime - afterMs - graceMs, streamTime - beforeMs - graceMs, report);
    oldestPending = seen ?? NONE_SEEN;
  };

  const receive = (
    record: StreamRecord,
    side: Waiting['side'],
    keyOf: JoinKey,
    lookBackMs: number,
    lookAheadMs: number,
    outer: boolean,
  ): void => {
    metrics.recordsIn++;
    const moved = record.ts > streamTime;
    if (moved) streamTime = record.ts;
    const key = record.tombstone ? null : keyOf(record);
    if (key === null && moved) lefts.noteTime(record.ts);
    if (record.tombstone) {
      metrics.droppedNullValue++;
      return;
    }
    if (key === null) {
      if (outer) alone(record, side);
      else {
        metrics.droppedNullKey++;
        context.onDropped('null-key', record);
      }
      return;
    }
    const own = side === 'left' ? lefts : rights;
    const other = side === 'left' ? rights : lefts;
    if (leftOuter || rightOuter) closeWindows(record.ts, lookAheadMs);
    const matches = other.find(key, record.ts - lookBackMs, record.ts + lookAheadMs);
    const unmatched = outer && matches.length === 0;
    const wait = unmatched && !eager && record.ts + lookAheadMs >= streamTime;
    // of an outer side's record that comes when its window has closed nothing but a late match will ask
    const isSettled = outer || matches.length > 0;
    const entry = own.put(key, record, wait ? 'pending' : isSettled ? 'settled' : 'unmatched');
    if (entry === undefined) {
      metrics.late++;
      context.onDropped('late', record, TOO_LATE_TO_BE_KEPT);
    }
    for (let i = 0; i < matches.length; i++) emitMatch(record, side, matches[i] as number);
    if (wait && entry !== undefined) {
      pending.add(entry, record.ts, side);
      if (record.ts < oldestPending || oldestPending === NONE_SEEN) oldestPending = record.ts;
    } else if (unmatched) {
      alone(record, side);
    }
  };
  const emitMatch = (record: StreamRecord, side: Waiting['side'], match: number): void => {
    if (side === 'left') {
      const right = rights.record(match);
      rights.settle(match);
      emit(joined(Math.max(record.ts, right.ts), record, right));
    } else {
      const left = lefts.record(match);
      lefts.settle(match);
      emit(joined(Math.max(record.ts, left.ts), left, record));
    }
  };

  return {
    metrics,
    nextDue: () =>
      pending.oldestTs() + Math.max(leftOuter ? afterMs : 0, rightOuter ? beforeMs : 0) + graceMs + 1,
    advance: (to) => {
      if (to <= streamTime) return;
      streamTime = to;
      lefts.noteTime(to);
      // whatever the interval: who moves time by hand waits for no clock
      if (leftOuter || rightOuter) reportClosed();
    },
    left: (record) => receive(record, 'left', options.leftKey, beforeMs, afterMs, leftOuter),
    right: (record) => receive(record, 'right', options.rightKey, afterMs, beforeMs, rightOuter),
  };
}

/**
 * Kafka Streams' store of what waits is sorted by time, side (the right one first) and the key's bytes
 * (TimestampedKeyAndJoinSideSerializer); so the order does not depend on when a process was restarted.
 */
const tiedOrder =
  (keyOf: (waiting: Waiting) => MapKey) =>
  (a: Waiting, b: Waiting): number => {
    if (a.side !== b.side) return a.side === 'right' ? -1 : 1;
    return compareKeys(keyOf(a), keyOf(b)) || a.entry - b.entry;
  };

function compareKeys(a: MapKey, b: MapKey): number {
  if (typeof a !== 'string' || typeof b !== 'string') return a < b ? -1 : a > b ? 1 : 0;
  return a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const TOO_LATE_TO_BE_KEPT =
  'The record came after its window had closed. It joins what is there, and nothing that comes later.';

const NO_ROW: Row = Object.freeze([]);

/**
 * Kafka Streams starts with Long.MAX_VALUE, of which the sum with the window overflows: the first record of all looks
 * for closed windows, finds none, and so starts the first interval.
 */
const NONE_SEEN = Number.NEGATIVE_INFINITY;
