import type { StreamRecord } from '../../runtime/stream-record.ts';
import type { MapKey } from '../../state/codecs/map-key.ts';
import { type KeptRows, listing } from '../operator.ts';

/** A table that others join: its rows as they are now. */
export interface TableView {
  /** undefined: no row under that key. */
  get(key: MapKey): StreamRecord | undefined;
  /** Keys of which there may be rows, each once. */
  keys(): Iterable<MapKey>;
}

/** @param keyCount how many columns of a source's row are its key */
export const rowsOfView = (view: TableView, keyCount: number): KeptRows =>
  listing(
    function* (only: MapKey | undefined) {
      for (const key of only === undefined ? view.keys() : [only]) {
        const next = view.get(key);
        if (next === undefined) continue;
        const keyed = next.inputs.find((input) => input !== null) ?? next;
        const { ts, partition } = next;
        yield { key: keyed.row.slice(0, keyCount), window: undefined, ts, partition, next, old: null };
      }
    },
    () => view.keys(),
  );
