import type { MapKey } from '../../state/codecs/map-key.ts';

/** The rows that refer to one key. */
interface Group {
  readonly members: Set<MapKey>;
  /** `members` in the order of their encoded keys; undefined: they have changed since. */
  sorted: readonly MapKey[] | undefined;
}

/**
 * Which rows of a table refer to which key of another one. In memory alone: it is made again of the table's rows.
 *
 * Source: the subscription store of Kafka Streams' foreign-key joins (KIP-213), which is ordered by the bytes of (foreign key,
 * key).
 */
export class Subscribers {
  readonly #groups = new Map<MapKey, Group>();
  readonly #bytesOf: (key: MapKey) => Buffer;

  /** @param bytesOf a row's key as it is encoded: the order of the rows of one foreign key */
  constructor(bytesOf: (key: MapKey) => Buffer) {
    this.#bytesOf = bytesOf;
  }

  add(foreignKey: MapKey, key: MapKey): void {
    const group = this.#groups.get(foreignKey);
    if (group === undefined) {
      this.#groups.set(foreignKey, { members: new Set([key]), sorted: undefined });
      return;
    }
    if (group.members.has(key)) return;
    group.members.add(key);
    group.sorted = undefined;
  }

  delete(foreignKey: MapKey, key: MapKey): void {
    const group = this.#groups.get(foreignKey);
    if (group?.members.delete(key) !== true) return;
    if (group.members.size === 0) this.#groups.delete(foreignKey);
    else group.sorted = undefined;
  }

  /** The rows that refer to a key, in the order of the bytes of their keys. */
  of(foreignKey: MapKey): readonly MapKey[] {
    const group = this.#groups.get(foreignKey);
    if (group === undefined) return [];
    group.sorted ??= Array.from(group.members, (key) => ({ key, bytes: this.#bytesOf(key) }))
      .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
      .map(({ key }) => key);
    return group.sorted;
  }
}
