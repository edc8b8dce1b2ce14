/**
 * What the commands `dev` and `run` have done in a data folder: the statements that are theirs, the rows of INSERT … VALUES, and how
 * far input files were read. It is on a topic of the folder, in the commit with what was done: so nothing is done twice, whenever the
 * process is killed, and what others have made in the folder is never taken for something that was removed from the files.
 */
import { z } from 'zod';
import { KEPT_FOR_EVER, type TopicLog } from '../../../log/topic-log.ts';

export const JOURNAL_TOPIC = '_ksqlite-dev';

/** How far a file was sent to a topic. */
export interface SentInput {
  readonly topic: string;
  readonly file: string;
  /** Bytes of the file, up to the end of a line. */
  readonly bytes: number;
  /** SHA-256 of these bytes, hexadecimal: what was sent is not to change. */
  readonly sha256: string;
}

const entry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('made'), key: z.string() }),
  z.object({ kind: z.literal('gone'), key: z.string() }),
  z.object({
    kind: z.literal('sent'),
    topic: z.string(),
    file: z.string(),
    bytes: z.number(),
    sha256: z.string(),
  }),
]);
type Entry = z.infer<typeof entry>;

export class ProjectJournal {
  readonly #log: TopicLog;
  readonly #now: () => number;
  readonly #made = new Set<string>();
  readonly #sent = new Map<string, SentInput>();

  /** Reads what is there. Throws KsqlError LOG_DAMAGED, ZodError where another program has written to the topic. */
  constructor(log: TopicLog, now: () => number) {
    this.#log = log;
    this.#now = now;
    const partition = log.topics.get(JOURNAL_TOPIC)?.partitions[0];
    for (let offset = partition?.logStartOffset ?? 0; offset < (partition?.logEndOffset ?? 0); offset++)
      this.#take(entry.parse(JSON.parse(String(partition?.get(offset).value))));
  }

  /** Whether a statement of this key was made from the files, and is there still. */
  hasMade(key: string): boolean {
    return this.#made.has(key);
  }

  /** Keys of this beginning that are made, and there still. */
  keysOf(prefix: string): readonly string[] {
    return [...this.#made].filter((key) => key.startsWith(prefix));
  }

  /** Call it in the turn of the event loop in which the statement was executed. */
  made(key: string): void {
    if (!this.#made.has(key)) this.#write({ kind: 'made', key });
  }

  gone(key: string): void {
    if (this.#made.has(key)) this.#write({ kind: 'gone', key });
  }

  sentOf(topic: string, file: string): SentInput | undefined {
    return this.#sent.get(`${topic}\n${file}`);
  }

  /** Call it in the turn of the event loop in which the records were appended. */
  sent(input: SentInput): void {
    this.#write({ kind: 'sent', ...input });
  }

  #write(written: Entry): void {
    const { partitions } = this.#log.createTopic(JOURNAL_TOPIC, 1, { retentionMs: KEPT_FOR_EVER });
    const [partition] = partitions;
    if (partition === undefined) throw new Error(`${JOURNAL_TOPIC} has no partition`);
    this.#log.append(partition, this.#now(), null, JSON.stringify(written));
    this.#take(written);
  }

  #take(read: Entry): void {
    if (read.kind === 'made') this.#made.add(read.key);
    else if (read.kind === 'gone') this.#made.delete(read.key);
    else this.#sent.set(`${read.topic}\n${read.file}`, read);
  }
}
