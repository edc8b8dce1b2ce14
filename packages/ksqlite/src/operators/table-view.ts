import type { StreamRecord } from '../runtime/stream-record.ts';
import type { MapKey } from '../state/codecs/map-key.ts';

/** A table that others join: its rows as they are now. */
export interface TableView {
  /** undefined: no row under that key. */
  get(key: MapKey): StreamRecord | undefined;
  /** Keys of which there may be rows, each once. */
  keys(): Iterable<MapKey>;
}
