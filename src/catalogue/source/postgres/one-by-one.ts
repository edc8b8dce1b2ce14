/** Does one thing after the other: a connection to PostgreSQL answers one question at a time. */
export class OneByOne {
  #last: Promise<unknown> = Promise.resolve();

  do<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#last.then(action);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
