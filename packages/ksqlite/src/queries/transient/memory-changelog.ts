import { byteReader } from '../../log/bytes/byte-reader.ts';
import { byteWriter } from '../../log/bytes/byte-writer.ts';
import type { StoreState } from '../../log/changelogs/store-state.ts';
import type { Changelog } from '../../log/topic-log.ts';

const FIRST_TRIM_BYTES = 64 * 1024;

/** A changelog that nobody replays: it keeps in memory what its store may read back. */
export function memoryChangelog(store: Pick<StoreState, 'oldestLsn'>): Changelog {
  const kept = byteWriter(256);
  /** the position of the first byte kept */
  let base = 0;
  let trimAt = FIRST_TRIM_BYTES;
  let lengthAt = 0;

  const trim = (): void => {
    const end = base + kept.length();
    const from = Math.max(base, Math.min(end, store.oldestLsn?.() ?? end));
    const rest = Buffer.from(kept.view().subarray(from - base));
    kept.reset();
    kept.raw(rest);
    base = from;
    // amortised: at least as much is written as is copied
    trimAt = Math.max(FIRST_TRIM_BYTES, rest.length * 2);
  };
  return {
    begin: () => {
      if (kept.length() >= trimAt) trim();
      lengthAt = kept.length();
      kept.u32(0);
      return kept;
    },
    end: () => {
      kept.patchU32(lengthAt, kept.length() - lengthAt - 4);
      return base + lengthAt;
    },
    read: (position) => {
      const bytes = kept.view();
      const at = position - base;
      return byteReader(bytes, at + 4, at + 4 + bytes.readUInt32LE(at));
    },
  };
}
