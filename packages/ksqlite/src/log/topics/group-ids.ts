/** Consumer groups by name and by id: commits hold the id. Ids count up from 1 in the order groups first commit. */
export class GroupIds {
  readonly #ids = new Map<string, number>();
  readonly #names = new Map<number, string>();

  put(name: string, id: number): void {
    this.#ids.set(name, id);
    this.#names.set(id, name);
  }

  nameOf(id: number): string | undefined {
    return this.#names.get(id);
  }

  known(name: string): number | undefined {
    return this.#ids.get(name);
  }

  /** A group's id, which is given out if it has none. */
  idOf(name: string): { readonly id: number; readonly isNew: boolean } {
    const known = this.#ids.get(name);
    if (known !== undefined) return { id: known, isNew: false };
    const id = this.#ids.size + 1;
    this.put(name, id);
    return { id, isNew: true };
  }

  all(): readonly { readonly id: number; readonly name: string }[] {
    return [...this.#ids].map(([name, id]) => ({ id, name }));
  }
}
