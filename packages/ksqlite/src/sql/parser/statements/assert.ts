import type { AssertTopic } from '../../ast/statement.ts';
import { type Cursor, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords, expectWords } from '../cursor/expect.ts';
import { parseTopicName } from '../cursor/names.ts';
import { parseProperties } from '../definitions/properties.ts';
import { unsupported } from '../errors/failure.ts';
import { parseDuration } from '../query/durations.ts';

/** What else can be asserted, and what to do instead. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['SCHEMA', 'there is no schema registry: DESCRIBE shows the columns of a stream or table'],
  ...['VALUES', 'STREAM', 'TABLE', 'NULL'].map(
    (word) => [word, 'assertions belong in a test: feed the inputs and compare what comes out'] as const,
  ),
]);

/** `ASSERT [NOT EXISTS] TOPIC name [WITH (…)] [TIMEOUT n SECONDS]` */
export function parseAssert(cursor: Cursor): AssertTopic {
  const { start } = next(cursor);
  const exists = !acceptWords(cursor, 'NOT', 'EXISTS');
  for (const [word, hint] of OTHERS)
    if (isWord(cursor, word))
      throw unsupported(cursor, `ASSERT ${word}`, { start, end: peek(cursor).end }, hint);
  expectWords(cursor, 'TOPIC');
  const topic = parseTopicName(cursor, "ASSERT TOPIC 'my-topic';");
  const properties = parseProperties(cursor);
  const timeoutMs = acceptWord(cursor, 'TIMEOUT') ? parseDuration(cursor) : undefined;
  return { kind: 'AssertTopic', topic, exists, properties, timeoutMs, span: spanFrom(cursor, start) };
}
