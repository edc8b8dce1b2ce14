/** Wakes all that wait for "something has changed". A notification that nobody waits for is not kept. */
export class Notifier {
  #waiting: (() => void)[] = [];

  readonly notify = (): void => {
    const woken = this.#waiting;
    this.#waiting = [];
    for (const wake of woken) wake();
  };

  /** Resolves at the next `notify`. */
  notified(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
    });
  }
}
