import type { RowKey } from './tables.ts';

interface Keyed {
  readonly id: RowKey;
}

/** The rows of one table: by key, by place (to choose one by chance), and by group where there is one. */
export class TableRows<R extends Keyed> {
  readonly #groupOf: ((row: R) => string) | undefined;
  readonly #rows: R[] = [];
  readonly #places = new Map<RowKey, number>();
  readonly #groups = new Map<string, Set<RowKey>>();
  #highest = 0;

  constructor(groupOf?: (row: R) => string) {
    this.#groupOf = groupOf;
  }

  get size(): number {
    return this.#rows.length;
  }

  get(key: RowKey): R | undefined {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#rows[place];
  }

  /** In an order that follows from what was put and removed alone. @param place from 0 to before `size` */
  at(place: number): R | undefined {
    return this.#rows[place];
  }

  values(): Iterable<R> {
    return this.#rows.values();
  }

  /** The rows of a group in the order in which they came into it. */
  group(name: string): readonly R[] {
    const keys = this.#groups.get(name) ?? [];
    return [...keys].flatMap((key) => this.get(key) ?? []);
  }

  /** A number that no row has had yet as its key. */
  nextId(): number {
    return this.#highest + 1;
  }

  put(row: R): void {
    const place = this.#places.get(row.id);
    const before = place === undefined ? undefined : this.#rows[place];
    if (place === undefined) {
      this.#places.set(row.id, this.#rows.length);
      this.#rows.push(row);
    } else this.#rows[place] = row;
    if (typeof row.id === 'number') this.#highest = Math.max(this.#highest, row.id);
    this.#regroup(before, row);
  }

  /** The last row takes its place. */
  remove(key: RowKey): void {
    const place = this.#places.get(key);
    const row = place === undefined ? undefined : this.#rows[place];
    const last = this.#rows.pop();
    if (place === undefined || row === undefined || last === undefined) return;
    this.#places.delete(key);
    if (last !== row) {
      this.#rows[place] = last;
      this.#places.set(last.id, place);
    }
    this.#regroup(row, undefined);
  }

  #regroup(before: R | undefined, after: R | undefined): void {
    if (this.#groupOf === undefined) return;
    const from = before === undefined ? undefined : this.#groupOf(before);
    const to = after === undefined ? undefined : this.#groupOf(after);
    if (from === to) return;
    if (before !== undefined && from !== undefined) {
      const group = this.#groups.get(from);
      group?.delete(before.id);
      if (group?.size === 0) this.#groups.delete(from);
    }
    if (after !== undefined && to !== undefined) {
      const group = this.#groups.get(to);
      if (group === undefined) this.#groups.set(to, new Set([after.id]));
      else group.add(after.id);
    }
  }
}
