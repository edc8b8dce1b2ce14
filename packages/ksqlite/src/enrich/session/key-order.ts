import type { TopicRecord } from '../../topics/port.ts';

/** Of each partition and key, the record that was taken up last, while it is under way. Records without a key have no order. */
export class KeyOrder {
  readonly #last = new Map<string, Promise<void>>();

  /** The end of the record before this one; undefined when there is none under way. */
  before(record: TopicRecord): Promise<void> | undefined {
    return record.key === null ? undefined : this.#last.get(nameOf(record, record.key));
  }

  /** @param done resolves when the record is done, and never rejects */
  add(record: TopicRecord, done: Promise<void>): void {
    if (record.key === null) return;
    const name = nameOf(record, record.key);
    this.#last.set(name, done);
    void done.then(() => {
      if (this.#last.get(name) === done) this.#last.delete(name);
    });
  }
}

// latin1: other bytes give another text, whatever they are
const nameOf = ({ topic, partition }: TopicRecord, key: Buffer): string =>
  `${topic}/${partition}/${key.toString('latin1')}`;
