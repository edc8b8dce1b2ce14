import { readFileSync } from 'node:fs';
import { type Output, outputs, testEngine } from '../../support/engine-bench.ts';

interface Case {
  readonly name: string;
  readonly statements: readonly string[];
  readonly inputs: readonly {
    topic: string;
    key: string | null;
    value?: unknown;
    raw?: string;
    timestamp: number;
  }[];
  readonly outputs?: readonly Output[];
  readonly error?: string;
}

const EPOCH = 1_795_305_600_000;
const FLUSH_FROM = 10_000_000;
const cases = JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')) as Case[];

/** Order between keys is as it happened on the real server: order per key is what counts. */
function byKey(records: readonly Output[]): Record<string, Output[]> {
  const grouped: Record<string, Output[]> = {};
  for (const record of records) {
    const key = String(record.key);
    grouped[key] = [...(grouped[key] ?? []), record];
  }
  return grouped;
}

describe('cases recorded on a real ksqlDB', () => {
  it.each(cases)('$name', async (recorded) => {
    const bench = testEngine();
    try {
      const topics = new Map<string, number>();
      // the topics exist before the statements do, and hold all inputs
      for (const { topic } of recorded.inputs) topics.set(topic, 1);
      for (const topic of topics.keys()) bench.engine.log.createTopic(topic, 1);
      const ordered = [...recorded.inputs];
      for (const { topic, key, value, raw, timestamp } of ordered)
        bench.produce(topic, key, raw ?? (value === null ? null : JSON.stringify(value)), EPOCH + timestamp);
      if (recorded.error !== undefined) {
        await expect(bench.engine.execute(recorded.statements.join('\n'))).rejects.toThrow();
        return;
      }
      await bench.engine.execute(recorded.statements.join('\n'));
      await bench.engine.scheduler.settled();
      // records that close the windows come when a second of the server's clock has passed
      for (let i = 0; i < 5; i++) {
        bench.clock.now += 2_000;
        for (const topic of topics.keys())
          bench.produce(topic, 'flush', '{}', EPOCH + FLUSH_FROM + i * 1_000_000);
        await bench.engine.scheduler.settled();
      }
      const got = outputs(bench.engine, 'OUT')
        .filter((o) => o.key !== 'flush' && o.timestamp < EPOCH + FLUSH_FROM)
        .map((o) => ({
          ...o,
          timestamp: o.timestamp - EPOCH,
          ...(o.window === undefined
            ? {}
            : { window: { start: o.window.start - EPOCH, end: o.window.end - EPOCH } }),
        }));
      expect(byKey(got)).toEqual(byKey(recorded.outputs ?? []));
    } finally {
      await bench.close();
    }
  });
});
