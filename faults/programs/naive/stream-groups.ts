import type { SqlValue } from 'ksqlite';
import type { Window } from 'ksqlite/internals';
import type { Grouping, States } from './grouping.ts';
import { type NaiveRow, throughTopic, withoutSignedZeros } from './naive-row.ts';
import { keyText, type NaiveChange } from './naive-tables.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Where something comes from. A group has a key: where it was made does not matter. */
const placeOf = ({ cause }: { readonly cause: number }) => ({ cause, partition: 0 });

/** The record behind all others: what is still open is closed. */
export const END = Number.POSITIVE_INFINITY;

/** A record that belongs to a group. */
interface Grouped {
  readonly row: NaiveRow;
  readonly group: readonly SqlValue[];
  readonly text: string;
}

/** The records that belong to a group, in their order. The group is found before they go through the internal topic. */
const grouped = ({ groupOf, isKeyed }: Grouping, rows: readonly NaiveRow[]): readonly Grouped[] =>
  rows.flatMap((row): readonly Grouped[] => {
    const found = row.isDeletion ? undefined : groupOf(row.columns);
    if (found === undefined) return [];
    const group = isKeyed ? found : found.map(withoutSignedZeros);
    const read = isKeyed ? row : { ...row, columns: throughTopic(row.columns) };
    return [{ row: read, group, text: keyText(group) }];
  });

/** `add`, or undefined where an aggregate can't take the record: it is left out. */
function added({ add }: Grouping, states: States, { columns }: NaiveRow): States | undefined {
  try {
    return add(states, columns);
  } catch {
    return undefined;
  }
}

/** GROUP BY over a stream without a window. */
export function groupStream(grouping: Grouping, rows: readonly NaiveRow[]): readonly NaiveChange[] {
  const table = new Map<string, { readonly states: States; readonly ts: number }>();
  return grouped(grouping, rows).flatMap(({ row, group, text }): readonly NaiveChange[] => {
    const before = table.get(text);
    const states = added(grouping, before?.states ?? grouping.initial, row);
    if (states === undefined) return [];
    const ts = Math.max(before?.ts ?? row.ts, row.ts);
    table.set(text, { states, ts });
    const old = before && grouping.rowOf(group, before.states);
    return [{ ...placeOf(row), ts, window: undefined, key: group, next: grouping.rowOf(group, states), old }];
  });
}

/** The grace of a window: Kafka Streams' 24 hours from its start, unless it is said; none with EMIT FINAL. */
export const graceOf = ({ sizeMs, graceMs }: Window, isFinal: boolean): number =>
  graceMs ?? (isFinal ? 0 : Math.max(0, DAY_MS - sizeMs));

/**
 * TUMBLING and HOPPING: a record counts in every window around it that is not over yet, its grace included.
 *
 * @param isFinal each window is told once, when it is over, that which ends first before others
 */
export function groupByTime(
  grouping: Grouping,
  window: Window,
  isFinal: boolean,
  rows: readonly NaiveRow[],
): readonly NaiveChange[] {
  const { sizeMs, advanceMs = sizeMs } = window;
  const grace = graceOf(window, isFinal);
  interface Kept {
    readonly group: readonly SqlValue[];
    readonly start: number;
    states: States;
    ts: number;
  }
  const windows = new Map<string, Kept>();
  const open: Kept[] = [];
  const changes: NaiveChange[] = [];
  let streamTime = -1;
  const change = (
    { group, start, ts, states }: Kept,
    cause: number,
    old: States | undefined,
  ): NaiveChange => {
    const bounds = { start, end: start + sizeMs };
    return {
      cause,
      partition: 0,
      ts,
      window: bounds,
      key: group,
      next: grouping.rowOf(group, states, bounds),
      old: old && grouping.rowOf(group, old, bounds),
    };
  };
  const close = (cause: number): void => {
    const over = open.filter(({ start }) => start + sizeMs <= streamTime - grace);
    for (const kept of over.toSorted((a, b) => a.start - b.start)) {
      open.splice(open.indexOf(kept), 1);
      changes.push(change(kept, cause, undefined));
    }
  };
  for (const { row, group, text } of grouped(grouping, rows)) {
    streamTime = Math.max(streamTime, row.ts);
    if (isFinal) close(row.cause);
    // windows begin at multiples of `advanceMs`
    const first = Math.ceil(Math.max(0, row.ts - sizeMs + 1) / advanceMs) * advanceMs;
    for (let start = first; start <= row.ts; start += advanceMs) {
      if (start + sizeMs <= streamTime - grace) continue;
      const name = `${text}\n${start}`;
      const before = windows.get(name);
      const states = added(grouping, before?.states ?? grouping.initial, row);
      if (states === undefined) continue;
      const kept: Kept = before ?? { group, start, states, ts: row.ts };
      const old = before?.states;
      kept.states = states;
      kept.ts = Math.max(kept.ts, row.ts);
      windows.set(name, kept);
      if (!isFinal) changes.push(change(kept, row.cause, old));
      else if (before === undefined) open.push(kept);
    }
  }
  streamTime = END;
  if (isFinal) close(END);
  return changes;
}

/** SESSION: a record and all that is no further from it than the gap are one session. */
export function groupBySession(
  grouping: Grouping,
  window: Window,
  isFinal: boolean,
  rows: readonly NaiveRow[],
): readonly NaiveChange[] {
  const gap = window.sizeMs;
  const grace = graceOf(window, isFinal);
  const retention = Math.max(window.retentionMs ?? 0, gap + grace);
  interface Session {
    readonly group: readonly SqlValue[];
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly states: States;
  }
  let sessions: readonly Session[] = [];
  const changes: NaiveChange[] = [];
  let streamTime = -1;
  /** The end of the newest session that was kept, by which those before it are forgotten (AbstractRocksDBSegmentedBytesStore). */
  let newest = -1;
  const change = ({ group, start, end }: Session, cause: number, next: States | undefined, old?: States) => {
    const bounds = { start, end };
    const rowOf = (states: States | undefined) => states && grouping.rowOf(group, states, bounds);
    changes.push({
      cause,
      partition: 0,
      ts: end,
      window: bounds,
      key: group,
      next: rowOf(next),
      old: rowOf(old),
    });
  };
  /** Sessions that were not told yet, in the order in which they were made. */
  let untold: readonly Session[] = [];
  const close = (cause: number): void => {
    const isOver = ({ end }: Session): boolean => end < streamTime - grace - gap;
    for (const session of untold.filter(isOver).toSorted((a, b) => a.end - b.end))
      change(session, cause, session.states);
    untold = untold.filter((session) => !isOver(session));
  };
  for (const { row, group, text } of grouped(grouping, rows)) {
    streamTime = Math.max(streamTime, row.ts);
    if (isFinal) close(row.cause);
    const near = sessions
      .filter((one) => one.text === text && one.end >= row.ts - gap && one.start <= row.ts + gap)
      .filter(({ end }) => end > newest - retention)
      .toSorted((a, b) => a.end - b.end || a.start - b.start);
    const start = Math.min(row.ts, ...near.map((one) => one.start));
    const end = Math.max(row.ts, ...near.map((one) => one.end));
    if (end < streamTime - grace - gap) continue;
    let states: States | undefined;
    try {
      for (const one of near)
        states = states === undefined ? grouping.reopen(one.states) : grouping.merge(states, one.states);
      states = grouping.add(states ?? grouping.initial, row.columns);
    } catch {
      continue;
    }
    const session = { group, text, start, end, states };
    const [only] = near;
    const isReplaced = near.length === 1 && only?.start === start && only.end === end && start === end;
    if (!isFinal && !isReplaced) for (const one of near) change(one, row.cause, undefined, one.states);
    sessions = [...sessions.filter((one) => !near.includes(one)), session];
    untold = [...untold.filter((one) => !near.includes(one)), session];
    newest = Math.max(newest, end);
    if (!isFinal) change(session, row.cause, states);
  }
  streamTime = END;
  if (isFinal) close(END);
  return changes;
}

/** GROUP BY over a table: the old row leaves its group, the new one comes into its own. */
export function groupTable(grouping: Grouping, changes: readonly NaiveChange[]): readonly NaiveChange[] {
  const table = new Map<string, { readonly states: States; readonly ts: number }>();
  const groups: NaiveChange[] = [];
  const move = (
    found: readonly SqlValue[],
    change: NaiveChange,
    parts: Pick<NaiveChange, 'old' | 'next'>,
  ): void => {
    const group = found.map(withoutSignedZeros);
    const text = keyText(group);
    const before = table.get(text);
    let states = before?.states;
    try {
      if (parts.old !== undefined && states !== undefined) states = grouping.undo(states, parts.old);
      if (parts.next !== undefined) states = grouping.add(states ?? grouping.initial, parts.next);
    } catch {
      return;
    }
    const ts = Math.max(before?.ts ?? change.ts, change.ts);
    if (states !== undefined) table.set(text, { states, ts });
    groups.push({
      ...placeOf(change),
      ts,
      window: undefined,
      key: group,
      next: states && grouping.rowOf(group, states),
      old: before && grouping.rowOf(group, before.states),
    });
  };
  for (const one of changes) {
    const change = {
      ...one,
      old: one.old && throughTopic(one.old),
      next: one.next && throughTopic(one.next),
    };
    // the groups are found, and compared, before the row goes through the internal topic
    const from = one.old && grouping.groupOf(one.old);
    const to = one.next && grouping.groupOf(one.next);
    if (from !== undefined && to !== undefined && keyText(from) === keyText(to)) {
      move(to, change, change);
      continue;
    }
    if (from !== undefined) move(from, change, { old: change.old, next: undefined });
    if (to !== undefined) move(to, change, { old: undefined, next: change.next });
  }
  return groups;
}
