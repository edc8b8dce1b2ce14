import { API_CODES, ApiError } from '../http/api-error.ts';

/** The queries whose rows are being sent, by id, and how many there may be. */
export class OpenQueries {
  readonly #limit: number;
  readonly #closers = new Map<string, () => void>();
  #reserved = 0;
  #lastId = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * Takes a place before a query is opened.
   *
   * @returns gives the place back
   * @throws ApiError when all places are taken
   */
  reserve(): () => void {
    if (this.#reserved >= this.#limit)
      throw new ApiError(
        API_CODES.tooManyQueries,
        `${this.#limit} queries are open, as many as this server takes. Close one of them first.`,
      );
    this.#reserved++;
    return () => {
      this.#reserved--;
    };
  }

  has(id: string): boolean {
    return this.#closers.has(id.toUpperCase());
  }

  add(id: string, close: () => void): void {
    this.#closers.set(id.toUpperCase(), close);
  }

  remove(id: string): void {
    this.#closers.delete(id.toUpperCase());
  }

  /** Ends a query from outside its connection, whatever the case of its id; false: there is none. */
  close(id: string): boolean {
    this.#closers.get(id.toUpperCase())?.();
    return this.#closers.delete(id.toUpperCase());
  }

  closeAll(): void {
    for (const close of this.#closers.values()) close();
    this.#closers.clear();
  }

  newId(): number {
    return ++this.#lastId;
  }
}
