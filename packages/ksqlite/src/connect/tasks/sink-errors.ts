import { messageOf } from '../../errors/message-of.ts';
import type { OutgoingRecord, TopicRecord } from '../../topics/port.ts';
import type { SinkSettings } from '../config/common-config.ts';
import { ConnectorError } from '../connector-error.ts';
import type { SinkOffset, SinkRecord } from '../port.ts';
import { deadLetter, type Stage } from './dead-letter.ts';
import type { SinkLife } from './life.ts';
import { nameOf, type Partition } from './sink-progress.ts';

/** What could not be read or put: counted, logged, and waiting as dead letters until their offsets are committed. */
export class SinkErrors {
  readonly #class: string;
  readonly #settings: SinkSettings;
  readonly #life: SinkLife;
  #waiting: { readonly origin: TopicRecord; readonly letter: OutgoingRecord }[] = [];

  constructor(connectorClass: string, settings: SinkSettings, life: SinkLife) {
    this.#class = connectorClass;
    this.#settings = settings;
    this.#life = life;
  }

  readonly report = ({ origin }: SinkRecord, error: unknown): void => this.add(origin, 'TASK_PUT', error);

  readonly passOver = ({ origin }: SinkRecord, error: unknown): void =>
    this.#tolerate(origin, 'TASK_PUT', error);

  /** @throws ConnectorError where errors are not tolerated */
  add(origin: TopicRecord, stage: Stage, error: unknown): void {
    if (this.#settings['errors.tolerance'] === 'none')
      throw new ConnectorError(
        `${messageFor(origin, stage, error)} (errors.tolerance=all passes over such records, with errors.deadletterqueue.topic.name as dead letters)`,
        { cause: error },
      );
    this.#tolerate(origin, stage, error);
  }

  #tolerate(origin: TopicRecord, stage: Stage, error: unknown): void {
    const { log, counts, name, task, redact } = this.#life;
    counts.errors++;
    if (this.#settings['errors.log.enable']) log.error(messageFor(origin, stage, error), { connector: name });
    const letters = this.#settings['errors.deadletterqueue.topic.name'];
    if (letters === undefined) return;
    const context = { connector: name, task, connectorClass: this.#class, stage, error, redact };
    const withContext = this.#settings['errors.deadletterqueue.context.headers.enable'];
    this.#waiting.push({ origin, letter: deadLetter(letters, origin, withContext ? context : undefined) });
  }

  /** The letters of what is before these offsets. */
  before(offsets: readonly SinkOffset[]): readonly OutgoingRecord[] {
    const ends = new Map(offsets.map((one) => [nameOf(one), one.offset]));
    return this.#waiting
      .filter(({ origin }) => origin.offset < (ends.get(nameOf(origin)) ?? 0))
      .map(({ letter }) => letter);
  }

  committed(letters: readonly OutgoingRecord[]): void {
    const gone = new Set(letters);
    this.#waiting = this.#waiting.filter(({ letter }) => !gone.has(letter));
    this.#life.counts.deadLetters += letters.length;
  }

  revoke(partitions: readonly Partition[]): void {
    const gone = new Set(partitions.map(nameOf));
    this.#waiting = this.#waiting.filter(({ origin }) => !gone.has(nameOf(origin)));
  }
}

const messageFor = ({ topic, partition, offset }: TopicRecord, stage: Stage, error: unknown): string =>
  `the record ${topic}/${partition}/${offset} can't be ${stage === 'TASK_PUT' ? 'put' : 'read'}: ${messageOf(error)}`;
