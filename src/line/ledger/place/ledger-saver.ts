import type { TopicRecord } from 'ksqlite/topics';
import type { Ledger } from '../ledger.ts';
import { type LedgerFile, type LedgerPlace, recordPrint } from './ledger-file.ts';

/** It is saved behind so many records, even if more come: a process that is killed then has no more than these to read again. */
const RECORDS_A_SAVE = 1_000_000;
/** Records that change nothing in it (heartbeats') are worth a save when there are so many. */
const UNCHANGED_A_SAVE = 100_000;

/** Saves a ledger's place when that is worth while, and knows where it is. */
export class LedgerSaver {
  readonly #ledger: Ledger;
  readonly #file: LedgerFile | undefined;
  readonly #saved = new Map<string, LedgerPlace>();
  /** The newest record of each partition since the start. */
  readonly #newest = new Map<string, TopicRecord>();
  #records = 0;
  #savedChanges: number;

  /**
   * @param file undefined: nothing is saved
   * @param places where the ledger is now
   */
  constructor(ledger: Ledger, file: LedgerFile | undefined, places: readonly LedgerPlace[]) {
    this.#ledger = ledger;
    this.#file = file;
    for (const place of places) this.#saved.set(placeName(place.topic, place.partition), place);
    this.#savedChanges = ledger.changes;
  }

  /** Whether there is something to save once nothing comes for a while. */
  get isDue(): boolean {
    return (
      this.#file !== undefined &&
      (this.#ledger.changes !== this.#savedChanges || this.#records >= UNCHANGED_A_SAVE)
    );
  }

  get isOverdue(): boolean {
    return this.#file !== undefined && this.#records >= RECORDS_A_SAVE;
  }

  /** The ledger has been shown a record. @param place its `placeName` */
  saw(place: string, record: TopicRecord): void {
    this.#records += 1;
    this.#newest.set(place, record);
  }

  /** The offset that the ledger reads next of a partition, as far as is known. */
  nextOf(place: string): number {
    const newest = this.#newest.get(place);
    return newest === undefined ? (this.#saved.get(place)?.offset ?? 0) : newest.offset + 1;
  }

  /** Saves it if it `isDue`. Nothing may be shown to the ledger until that is done. */
  async save(): Promise<void> {
    if (this.#file === undefined || !(this.isDue || this.isOverdue)) return;
    for (const [name, record] of this.#newest) {
      const { topic, partition, offset } = record;
      this.#saved.set(name, { topic, partition, offset: offset + 1, print: recordPrint(record) });
    }
    await this.#file.save([...this.#saved.values()], this.#ledger.saved());
    this.#records = 0;
    this.#savedChanges = this.#ledger.changes;
  }
}

export const placeName = (topic: string, partition: number): string => `${topic}/${partition}`;
