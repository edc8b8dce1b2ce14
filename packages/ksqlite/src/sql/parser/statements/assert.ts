import type { AssertSchema, AssertTopic } from '../../ast/statement.ts';
import { type Cursor, isWord, next, peek, spanFrom } from '../cursor/cursor.ts';
import { acceptWord, acceptWords, expectWords } from '../cursor/expect.ts';
import { parseCount } from '../cursor/integers.ts';
import { parseTopicName } from '../cursor/names.ts';
import { parseProperties } from '../definitions/properties.ts';
import { unsupported } from '../errors/failure.ts';
import { unexpected } from '../errors/unexpected.ts';
import { parseDuration } from '../query/durations.ts';

const EXAMPLE = "ASSERT SCHEMA SUBJECT 'my-topic-value';";

/** What else can be asserted, and what to do instead. */
const OTHERS: ReadonlyMap<string, string> = new Map(
  ['VALUES', 'STREAM', 'TABLE', 'NULL'].map(
    (word) => [word, 'assertions belong in a test file: ksqlite test FILE runs it'] as const,
  ),
);

/**
 * `ASSERT [NOT EXISTS] TOPIC name [WITH (…)] [TIMEOUT n SECONDS]`,
 * `ASSERT [NOT EXISTS] SCHEMA [SUBJECT name] [ID n] [TIMEOUT n SECONDS]`
 */
export function parseAssert(cursor: Cursor): AssertTopic | AssertSchema {
  const { start } = next(cursor);
  const exists = !acceptWords(cursor, 'NOT', 'EXISTS');
  for (const [word, hint] of OTHERS)
    if (isWord(cursor, word))
      throw unsupported(cursor, `ASSERT ${word}`, { start, end: peek(cursor).end }, hint);
  if (acceptWord(cursor, 'SCHEMA')) {
    const subject = acceptWord(cursor, 'SUBJECT') ? parseTopicName(cursor, EXAMPLE) : undefined;
    const id = acceptWord(cursor, 'ID') ? parseCount(cursor, 'the ID') : undefined;
    if (subject === undefined && id === undefined) throw unexpected(cursor, ['SUBJECT', 'ID'], EXAMPLE);
    const timeoutMs = acceptWord(cursor, 'TIMEOUT') ? parseDuration(cursor) : undefined;
    return { kind: 'AssertSchema', subject, id, exists, timeoutMs, span: spanFrom(cursor, start) };
  }
  expectWords(cursor, 'TOPIC');
  const topic = parseTopicName(cursor, "ASSERT TOPIC 'my-topic';");
  const properties = parseProperties(cursor);
  const timeoutMs = acceptWord(cursor, 'TIMEOUT') ? parseDuration(cursor) : undefined;
  return { kind: 'AssertTopic', topic, exists, properties, timeoutMs, span: spanFrom(cursor, start) };
}
