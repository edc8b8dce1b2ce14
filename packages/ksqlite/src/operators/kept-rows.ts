import type { MapKey } from '../state/codecs/map-key.ts';

/** The rows that an operator keeps as they are now: those of a key, or all. Valid until its next record. */
export type KeptRows<Change> = (key: MapKey | undefined) => Iterable<Change>;
