import type { Difference } from './difference.ts';
import { differenceText } from './difference.ts';

/** What came is not what a test expects: Java’s AssertionError in ksqlDB. */
export class AssertionFailure extends Error {
  override readonly name = 'AssertionFailure';
  readonly difference: Difference | undefined;
  /** Of a record that differs, for test frameworks that show what differs by themselves. */
  readonly expected?: Readonly<Record<string, string>>;
  readonly actual?: Readonly<Record<string, string>>;

  /** @param message in ksqlDB's words, which `--@expected.message` may name */
  constructor(message: string, difference?: Difference) {
    super(difference === undefined ? message : `${message}\n${differenceText(difference)}`);
    this.difference = difference;
    if (difference?.reason !== 'different') return;
    this.expected = part(difference, 'expected');
    this.actual = part(difference, 'actual');
  }
}

const part = ({ fields }: Difference, of: 'expected' | 'actual'): Readonly<Record<string, string>> =>
  Object.fromEntries(fields.map((field) => [field.name, field[of] ?? '']));
