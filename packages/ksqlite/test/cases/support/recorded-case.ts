import { OUTER_JOIN_EMIT_INTERVAL } from '../../../src/analysis/streams-properties.ts';
import { KsqlError } from '../../../src/errors/ksql-error.ts';
import { type Output, outputs, testEngine } from '../../support/engine-bench.ts';

/** SQL and input, and what a real ksqlDB 7.9 made of them. */
export interface RecordedCase {
  readonly name: string;
  readonly statements: readonly string[];
  readonly inputs: readonly {
    readonly topic: string;
    readonly key: string | number | null;
    readonly value?: unknown;
    readonly raw?: string;
    readonly timestamp: number;
  }[];
  readonly outputs?: readonly Output[];
  readonly error?: string;
  /** The inputs came one by one, after the statements; otherwise all were there before. */
  readonly live?: true;
}

/** As ksqlDB is set up, where a database here is not: outer joins look for what found no match once a second; its SQL alone. */
const AS_KSQLDB = { [OUTER_JOIN_EMIT_INTERVAL]: '1000', 'ksqldb.compatibility': 'strict' };
const EPOCH = 1_795_305_600_000;
const FLUSH_FROM = 10_000_000;
const FLUSH_NUMBER = 999_999_999;

/** What a case came to: order between keys is as it happened there, order per key counts. */
export type Outcome =
  /** Code and place in the statements' text: `SQL_INVALID at 2:14`. */
  { readonly refused: string } | { readonly outputs: Readonly<Record<string, readonly Output[]>> };

/** What ksqlDB made of it; undefined: it refused, in words and at places of its own. */
export const recordedOutcome = ({ error, outputs = [] }: RecordedCase): Outcome | undefined =>
  error === undefined ? { outputs: byKey(outputs) } : undefined;

/** Runs a case on a fresh engine. */
export async function outcomeOf(recorded: RecordedCase): Promise<Outcome> {
  const bench = testEngine({ properties: AS_KSQLDB });
  const text = recorded.statements.join('\n');
  const intKeyed = new Set([...text.matchAll(/\(\s*\w+ INT KEY[^;]*KAFKA_TOPIC='(\w+)'/g)].map((m) => m[1]));
  const put = (topic: string, key: string | number | null, value: string | null, ts: number): void => {
    const bytes =
      typeof key === 'number' && intKeyed.has(topic) ? int(key) : key === null ? null : String(key);
    bench.produce(topic, bytes, value, EPOCH + ts);
  };
  try {
    // the topics exist before the statements do, and hold all inputs
    const topics = [...new Set(recorded.inputs.map(({ topic }) => topic))];
    for (const topic of topics) bench.engine.log.createTopic(topic, 1);
    const send = ({ topic, key, value, raw, timestamp }: RecordedCase['inputs'][number]): void =>
      put(
        topic,
        key,
        raw ?? (value === null || value === undefined ? null : JSON.stringify(value)),
        timestamp,
      );
    if (recorded.live !== true) recorded.inputs.forEach(send);
    try {
      await bench.engine.execute(text);
    } catch (error) {
      return { refused: refusalText(error) };
    }
    await bench.engine.scheduler.settled();
    for (const input of recorded.live === true ? recorded.inputs : []) {
      bench.clock.now += 2_000;
      send(input);
      await bench.engine.scheduler.settled();
    }
    // records that close the windows come when a second of the server's clock has passed
    for (let i = 0; i < 5; i++) {
      bench.clock.now += 2_000;
      const flush = /TIMESTAMP='ev'/.test(text) ? { ev: EPOCH + 2 * FLUSH_FROM } : {};
      for (const topic of topics)
        put(
          topic,
          intKeyed.has(topic) ? FLUSH_NUMBER : 'flush',
          JSON.stringify(flush),
          FLUSH_FROM + i * 1_000_000,
        );
      await bench.engine.scheduler.settled();
    }
    const got = outputs(bench.engine, 'OUT')
      .filter((o) => o.key !== 'flush' && o.key !== FLUSH_NUMBER && o.timestamp < EPOCH + FLUSH_FROM)
      .map(relative);
    return { outputs: byKey(got) };
  } finally {
    await bench.close();
  }
}

/** Code and place of a refusal. Throws what is not one. */
export function refusalText(error: unknown): string {
  if (!(error instanceof KsqlError)) throw error;
  const { code, at } = error;
  return at === undefined ? code : `${code} at ${at.line}:${at.column}`;
}

function relative(output: Output): Output {
  const { window, timestamp } = output;
  return {
    ...output,
    timestamp: timestamp - EPOCH,
    ...(window === undefined ? {} : { window: { start: window.start - EPOCH, end: window.end - EPOCH } }),
  };
}

function byKey(records: readonly Output[]): Record<string, Output[]> {
  const grouped: Record<string, Output[]> = {};
  for (const record of records) {
    const key = JSON.stringify(record.key);
    grouped[key] = [...(grouped[key] ?? []), record];
  }
  return grouped;
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
