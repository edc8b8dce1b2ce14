import { encodeWindowedKey } from '../../../src/formats/kafka/windowed-key.ts';
import { asBuffer } from '../../../src/log/topics/log-record.ts';
import type { WindowType } from '../../../src/metastore/source.ts';
import { formatType } from '../../../src/types/sql-type.ts';
import { outputs, testEngine } from '../../support/engine-bench.ts';
import { refusalText } from './recorded-case.ts';

/** Texts of a record's key and value as they lie in the topic. A number as key: INT in KAFKA's format. */
export interface DerivedInput {
  readonly topic: string;
  readonly key?: string | number;
  readonly value: string | null;
  /** ms; default: 0 */
  readonly ts?: number;
  readonly window?: { readonly start: number; readonly end: number; readonly type: WindowType };
}

/** SQL, input, and what follows from ksqlDB's source; the last statement makes `OUT`. */
export interface DerivedCase {
  readonly name: string;
  readonly sql: string;
  readonly inputs?: readonly DerivedInput[];
  readonly becomes:
    | {
        /** OUT's columns, as `A INTEGER KEY, B STRING`. */
        readonly schema?: string;
        /** OUT's records: key (parsed), value (text), and the window. */
        readonly records?: readonly (readonly [key: unknown, value: string | null, window?: string])[];
      }
    /** Code and place of the refusal. */
    | { readonly refused: string };
}

/** Runs a case; gives what it should become, where it did become that. */
export async function derivedOutcome({
  sql,
  inputs = [],
  becomes,
}: DerivedCase): Promise<DerivedCase['becomes']> {
  const bench = testEngine();
  try {
    for (const { topic, key, value, ts = 0, window } of inputs) {
      bench.engine.log.createTopic(topic, 1);
      const bytes = typeof key === 'number' ? int(key) : (key ?? null);
      const full =
        window === undefined
          ? bytes
          : encodeWindowedKey(asBuffer(bytes) ?? Buffer.alloc(0), window, window.type);
      bench.produce(topic, asBuffer(full), value, ts);
    }
    try {
      await bench.engine.execute(sql);
    } catch (error) {
      return { refused: refusalText(error) };
    }
    await bench.engine.scheduler.settled();
    const out = bench.engine.sources().find(({ name }) => name === 'OUT')!;
    const column =
      (suffix: string) =>
      ({ name, type }: (typeof out.keys)[number]) =>
        `${name} ${formatType(type)}${suffix}`;
    const { partitions } = bench.engine.log.topics.get(out.topic)!;
    const values = partitions.flatMap((partition) =>
      [...Array(partition.logEndOffset).keys()].map((offset) => partition.get(offset).value),
    );
    const records = outputs(bench.engine, 'OUT').map(({ key, window }, i) => {
      const value = values[i] === null ? null : String(values[i]);
      return window === undefined
        ? ([key, value] as const)
        : ([key, value, `${window.start}-${window.end}`] as const);
    });
    const wanted = 'refused' in becomes ? {} : becomes;
    return {
      ...(wanted.schema === undefined
        ? {}
        : { schema: [...out.keys.map(column(' KEY')), ...out.values.map(column(''))].join(', ') }),
      ...(wanted.records === undefined ? {} : { records }),
    };
  } finally {
    await bench.close();
  }
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
