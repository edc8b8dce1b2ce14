import { byteReader } from '../../../src/log/bytes/byte-reader.ts';
import { byteWriter } from '../../../src/log/bytes/byte-writer.ts';
import type { StoreState } from '../../../src/log/changelogs/store-state.ts';
import { MEMORY_LIMITS, type MemoryLimits } from '../../../src/memory-limits.ts';
import type { OperatorContext } from '../../../src/operators/operator.ts';
import type { DropReason } from '../../../src/operators/operator-metrics.ts';
import type { StreamRecord } from '../../../src/runtime/stream-record.ts';

export interface MemoryContext extends OperatorContext {
  /** What was reported: the place, and the error's message. */
  readonly errors: readonly string[];
  /** Why records were left out. */
  readonly dropped: readonly DropReason[];
  /** Moved by hand. */
  readonly clock: { now: number };
  /** The context after a crash that came right after a commit: the changelogs are there, nothing else. */
  restarted(): MemoryContext;
  /** Writes a snapshot of every store: what was in the changelogs before is gone. */
  takeSnapshots(): void;
  /** of all changes ever written */
  changelogBytes(name: string): number;
}

/** A changelog: the newest snapshot, and all changes ever; those from `snapshotAt` on are behind it. */
interface Kept {
  snapshot: Buffer | undefined;
  snapshotAt: number;
  /** what lies before is gone: the store said so when the snapshot was taken */
  readableFrom: number;
  readonly changes: Buffer[];
}

const copyOf = (changelogs: ReadonlyMap<string, Kept>): Map<string, Kept> =>
  new Map([...changelogs].map(([name, kept]) => [name, { ...kept, changes: [...kept.changes] }]));

/**
 * Changelogs in memory. `inputs[i]` are the records of the statement's input i, by offset.
 *
 * @param apart how far the positions of two changes lie apart
 */
export function memoryContext(
  inputs: readonly (readonly StreamRecord[])[] = [],
  limits: Partial<MemoryLimits> = {},
  apart = 1,
  changelogs: Map<string, Kept> = new Map(),
): MemoryContext {
  const clock = { now: 0 };
  const errors: string[] = [];
  const dropped: DropReason[] = [];
  const open = new Map<string, StoreState>();
  return {
    clock,
    errors,
    dropped,
    onError: (error, where) => errors.push(`${where}: ${String(error)}`),
    onDropped: (reason) => dropped.push(reason),
    changelog: (name, state) => {
      const kept = changelogs.get(name) ?? {
        snapshot: undefined,
        snapshotAt: 0,
        readableFrom: 0,
        changes: [],
      };
      changelogs.set(name, kept);
      open.set(name, state);
      if (kept.snapshot !== undefined) state.restore(byteReader(kept.snapshot));
      kept.changes.forEach((change, position) => {
        if (position >= kept.snapshotAt) state.replay(byteReader(change), position * apart);
      });
      const writer = byteWriter(64);
      return {
        begin: () => {
          writer.reset();
          return writer;
        },
        end: () => (kept.changes.push(Buffer.from(writer.view())) - 1) * apart,
        read: (position) => {
          if (position / apart < kept.readableFrom) throw new Error(`change ${position} is gone`);
          return byteReader(kept.changes[position / apart]!);
        },
      };
    },
    needs: () => undefined,
    load: (input, offset) => inputs[input]![offset]!,
    limits: { ...MEMORY_LIMITS, ...limits },
    now: () => clock.now,
    restarted: () => memoryContext(inputs, limits, apart, copyOf(changelogs)),
    changelogBytes: (name) =>
      (changelogs.get(name)?.changes ?? []).reduce((sum, change) => sum + change.length, 0),
    takeSnapshots: () => {
      for (const [name, state] of open) {
        const writer = byteWriter(64);
        state.writeSnapshot(writer);
        const kept = changelogs.get(name) as Kept;
        kept.snapshot = Buffer.from(writer.view());
        kept.snapshotAt = kept.changes.length;
        const needed = Math.min(kept.snapshotAt, (state.oldestLsn?.() ?? Number.POSITIVE_INFINITY) / apart);
        kept.readableFrom = Math.max(kept.readableFrom, needed);
      }
    },
  };
}
