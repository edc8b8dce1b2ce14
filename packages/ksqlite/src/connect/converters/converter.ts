import type { Awaitable } from '../awaitable.ts';
import type { Data } from '../data.ts';

/** Data to the bytes of a topic, and back: what a class of `key.converter` or `value.converter` stands for. */
export interface Converter {
  /**
   * @param topic that it is written to
   * @throws Error that says why it can't be written
   */
  write(topic: string, data: Data | null): Awaitable<Buffer | string | null>;
  /** @throws Error that says why it can't be read */
  read(topic: string, bytes: Buffer | null): Awaitable<Data | null>;
}
