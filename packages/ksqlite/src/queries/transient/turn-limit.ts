/** Records between two looks at the clock, at most: how long one takes nobody knows before. */
const LOOK_RECORDS = 64;

/** Ends a turn between two records: after so many of them, or when it has taken long. One record it always allows. */
export class TurnLimit {
  readonly #most: number;
  readonly #isLate: () => boolean;
  #taken = 0;
  #nextLook = 1;
  #isReached = false;

  /** @param isLate whether others have to have their turn now */
  constructor(most: number, isLate: () => boolean) {
    this.#most = most;
    this.#isLate = isLate;
  }

  /** Whether `take` said so. */
  get isReached(): boolean {
    return this.#isReached;
  }

  /** Asked before each record: true when it is for another turn. */
  take(): boolean {
    this.#isReached = this.#taken >= this.#most || (this.#taken >= this.#nextLook && this.#look());
    this.#taken++;
    return this.#isReached;
  }

  #look(): boolean {
    this.#nextLook = this.#taken + Math.min(LOOK_RECORDS, this.#taken);
    return this.#isLate();
  }
}
