import type { Difference } from '../difference/difference.ts';
import { differenceText } from '../difference/difference.ts';

/** What came is not what a test expects: Java’s AssertionError in ksqlDB. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
  readonly difference: Difference | undefined;

  /** @param message in ksqlDB's words, which `--@expected.message` may name */
  constructor(message: string, difference?: Difference) {
    super(difference === undefined ? message : `${message}\n${differenceText(difference)}`);
    this.difference = difference;
  }
}
