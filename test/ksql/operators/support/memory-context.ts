import { byteReader } from '../../../../src/ksql/log/byte-reader.ts';
import { byteWriter } from '../../../../src/ksql/log/byte-writer.ts';
import type { Rec } from '../../../../src/ksql/runtime/rec.ts';
import type { StateContext } from '../../../../src/ksql/state/state-context.ts';

export interface MemoryContext extends StateContext {
  /** Moved by hand. */
  readonly clock: { now: number };
  /** The context after a crash that came right after a commit: the changelogs are there, nothing else. */
  restarted(): MemoryContext;
}

/** Changelogs in memory. `inputs[i]` are the records of the statement's input i, by offset. */
export function memoryContext(
  inputs: readonly (readonly Rec[])[] = [],
  changelogs: Map<string, Buffer[]> = new Map(),
): MemoryContext {
  const clock = { now: 0 };
  return {
    clock,
    changelog: (name, replay) => {
      const changes = changelogs.get(name) ?? [];
      changelogs.set(name, changes);
      for (const change of changes) replay(byteReader(change));
      const writer = byteWriter(64);
      return {
        begin: () => {
          writer.reset();
          return writer;
        },
        end: () => {
          changes.push(Buffer.from(writer.view()));
        },
      };
    },
    load: (input, offset) => inputs[input]![offset]!,
    now: () => clock.now,
    restarted: () => memoryContext(inputs, changelogs),
  };
}
