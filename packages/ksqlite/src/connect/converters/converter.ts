import type { Awaitable } from '../../awaitable.ts';
import type { Data } from '../data.ts';

/** Reads a key or a value by the types of the stream or table over its topic. @throws NotReadable; Error, as a converter */
export type ReadSql = (topic: string, side: 'key' | 'value', bytes: Buffer | null) => Data | null;

/** Data to the bytes of a topic, and back: what a class of `key.converter` or `value.converter` stands for. */
export interface Converter {
  /**
   * @param topic that it is written to
   * @throws Error that says why it can't be written
   */
  write(topic: string, data: Data | null): Awaitable<Buffer | string | null>;
  /**
   * @param readSql where there is a database
   * @throws Error that says why it can't be read; NotReadable
   */
  read(topic: string, bytes: Buffer | null, readSql?: ReadSql): Awaitable<Data | null>;
}
