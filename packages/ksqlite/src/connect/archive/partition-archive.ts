/**
 * The archive of one partition of a topic: records are gathered in files, which become objects together. Such a round begins with a
 * record, which is in the object whose name has that record's offset, and ends before another record.
 *
 * What must stay true: each record is in one object. The first object of a round decides: once it is there, the round ends where it
 * says, whoever wrote it and however the connector is configured now. So what a life that was killed, or an orderly end, left behind
 * is found by the next, which asks for round after round until one is not there; the other objects of such a round are what it would
 * write itself. Without such an object a round ends by the records and the configuration alone, but for `rotate.schedule.interval.ms`.
 *
 * Source: io.confluent.connect.s3.TopicPartitionWriter; that an object says where its records end is ours.
 */
import type { SinkRecord } from '../port.ts';
import type { ParquetFile } from './parquet/parquet-file.ts';
import { END_KEY, type ObjectStore } from './stores/object-store.ts';

export interface ArchiveRules {
  /** Records of a round. */
  readonly flushSize: number;
  /** By the records' times; undefined: never. ms */
  readonly rotateMs: number | undefined;
  /** By the clock; undefined: never. ms */
  readonly scheduleMs: number | undefined;
  readonly folderOf: (record: SinkRecord) => string;
  readonly nameOf: (folder: string, offset: number) => string;
  readonly newFile: () => ParquetFile;
}

/** Of the records of a round on the topic: so that what is in memory has a bound. */
export const ROUND_BYTES = 128 * 1024 * 1024;

interface Round {
  readonly first: number;
  /** Of its first record. */
  readonly time: number;
  /** When it is to end by the clock. */
  readonly endsAt: number;
  /** Where the object of its first record ends, if that was there already. */
  readonly end: number | undefined;
  readonly files: { readonly folder: string; readonly name: string; readonly file: ParquetFile }[];
  records: number;
  bytes: number;
}

export class PartitionArchive {
  readonly #rules: ArchiveRules;
  readonly #store: ObjectStore;
  readonly #report: (record: SinkRecord, error: unknown) => void;
  #round: Round | undefined;
  /** Whether an earlier life may have written the next round: until one is not there. */
  #mayBeThere = true;
  /** Behind the last record. */
  #next = 0;

  constructor(rules: ArchiveRules, store: ObjectStore, report: (record: SinkRecord, error: unknown) => void) {
    this.#rules = rules;
    this.#store = store;
    this.#report = report;
  }

  /** The first record that is not in an object; undefined: all are. */
  get open(): number | undefined {
    return this.#round?.first;
  }

  /** @param now of the clock, ms since the epoch */
  async add(record: SinkRecord, now: number, signal: AbortSignal): Promise<void> {
    if (this.#round !== undefined && this.#endsBefore(this.#round, record)) await this.#write(signal);
    const folder = this.#rules.folderOf(record);
    const known = this.#round?.files.find((one) => one.folder === folder && one.file.takes(record));
    const file = known?.file ?? this.#rules.newFile();
    try {
      file.add(record);
    } catch (error) {
      this.#report(record, error);
      return;
    }
    const { offset } = record.origin;
    const name = known?.name ?? this.#rules.nameOf(folder, offset);
    this.#round ??= await this.#begin(record, name, now, signal);
    if (known === undefined) this.#round.files.push({ folder, name, file });
    this.#round.records++;
    this.#round.bytes += bytesOf(record);
    this.#next = offset + 1;
    if (this.#isFull(this.#round)) await this.#write(signal);
  }

  /** Ends what is to end by the clock. */
  async look(now: number, signal: AbortSignal): Promise<void> {
    const round = this.#round;
    if (round !== undefined && round.end === undefined && now >= round.endsAt) await this.#write(signal);
  }

  /** Ends the round as it is, where it may. */
  async flush(signal: AbortSignal): Promise<void> {
    if (this.#round !== undefined && this.#round.end === undefined) await this.#write(signal);
  }

  async #begin({ origin }: SinkRecord, name: string, now: number, signal: AbortSignal): Promise<Round> {
    const { scheduleMs } = this.#rules;
    const end = this.#mayBeThere ? await this.#store.endOf(name, signal) : undefined;
    this.#mayBeThere = end !== undefined;
    return {
      first: origin.offset,
      time: origin.timestamp,
      endsAt:
        scheduleMs === undefined ? Number.POSITIVE_INFINITY : (Math.floor(now / scheduleMs) + 1) * scheduleMs,
      end,
      files: [],
      records: 0,
      bytes: 0,
    };
  }

  #endsBefore(round: Round, record: SinkRecord): boolean {
    const { offset, timestamp } = record.origin;
    if (round.end !== undefined) return offset >= round.end;
    const { rotateMs, folderOf } = this.#rules;
    if (rotateMs !== undefined && timestamp - round.time >= rotateMs) return true;
    const folder = folderOf(record);
    return round.files.some((one) => one.folder === folder && !one.file.takes(record));
  }

  #isFull({ end, records, bytes }: Round): boolean {
    if (end !== undefined) return this.#next >= end;
    return records >= this.#rules.flushSize || bytes >= ROUND_BYTES;
  }

  async #write(signal: AbortSignal): Promise<void> {
    const round = this.#round;
    if (round === undefined) return;
    const end = round.end ?? this.#next;
    for (const { name, file } of round.files) {
      const bytes = file.finish({ [END_KEY]: String(end) });
      const isNew = await this.#store.put({ name, bytes, end }, signal);
      if (!isNew && (await this.#store.endOf(name, signal)) !== end)
        throw new Error(`the object ${name} was written by somebody else meanwhile`);
    }
    this.#round = undefined;
  }
}

const bytesOf = ({ origin }: SinkRecord): number => (origin.key?.length ?? 0) + (origin.value?.length ?? 0);
