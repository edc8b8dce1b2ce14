import type { ByteWriter } from '../../../src/log/bytes/byte-writer.ts';
import type { Changelog, StoreState } from '../../../src/log/topic-log.ts';

/** Writes one change. */
export const change = (changelog: Changelog, write: (writer: ByteWriter) => void): void => {
  write(changelog.begin());
  changelog.end();
};

/** A store that is only ever replayed. */
export const replayed = (replay: StoreState['replay'] = () => undefined): StoreState => ({
  replay,
  writeSnapshot: () => undefined,
  restore: () => undefined,
});
