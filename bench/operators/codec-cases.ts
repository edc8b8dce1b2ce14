import { rehearse } from 'ksqlite/cli';
import { engineOf, type Source } from 'ksqlite/testing';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import { lineScripts } from '../../src/line/sql-folder.ts';
import { timedParts } from '../line/waiting-parts.ts';

/** Work on one record after the other: `work(i)` does the `i`th, without an end. */
export interface RecordCase {
  readonly name: string;
  readonly work: (i: number) => unknown;
}

const PARTS = 7_000;

/**
 * JSON of the line's own parts, as its own sources have them: the engine's codec, and V8's JSON on the same texts as the
 * floor. A body is the part with the most columns. Beside it AVRO of the same rows.
 */
export async function codecCases(): Promise<readonly RecordCase[]> {
  const rehearsed = await rehearse(lineScripts(), Date.now);
  const streamOf = (wanted: string): Source => {
    const sources = engineOf(rehearsed).sources();
    const found = sources.find(({ topic, kind }) => topic === wanted && kind === 'STREAM');
    if (found === undefined) throw new Error(`no stream reads ${wanted}`);
    return found;
  };
  const bodies = streamOf(TOPICS.body);
  await rehearsed.execute(
    `CREATE STREAM avro_bodies WITH (KAFKA_TOPIC='avro-bodies', VALUE_FORMAT='AVRO') AS SELECT * FROM \`${bodies.name}\`;`,
  );
  const avro = streamOf('avro-bodies').valueCodec;
  await rehearsed.close();
  const texts = textsOf(TOPICS.body);
  const rows = texts.map((text) => rowOf(bodies, text));
  const objects: readonly unknown[] = texts.map((text) => JSON.parse(text));
  const bytes = texts.map((text) => Buffer.from(text));
  const { valueCodec, keys } = bodies;
  const pick = <T>(values: readonly T[], i: number): T => values[i % values.length] as T;
  const nulls = keys.map(() => null);
  const encodable = rows.map((row) => [...nulls, ...row]);
  const payloads = rows.map((row) => avro.encode(row, 0));
  return [
    { name: 'JSON decode, text of a body', work: (i) => valueCodec.decode(pick(texts, i)) },
    { name: 'JSON decode, bytes of a body', work: (i) => valueCodec.decode(pick(bytes, i)) },
    { name: 'floor: JSON.parse of it', work: (i) => JSON.parse(pick(texts, i)) },
    { name: 'JSON encode, a body', work: (i) => valueCodec.encode(pick(encodable, i), keys.length) },
    { name: 'floor: JSON.stringify of it', work: (i) => JSON.stringify(pick(objects, i)) },
    { name: 'AVRO decode, a body', work: (i) => avro.decode(pick(payloads, i)) },
    { name: 'AVRO encode, a body', work: (i) => avro.encode(pick(rows, i), 0) },
  ];
}

function textsOf(topic: string): readonly string[] {
  const parts = timedParts({ cars: PARTS / 7, missing: 0, partsPerSecond: 1_000, start: 0, seed: 'bench' });
  return [...parts].filter((part) => part.topic === topic).map(({ value }) => String(value));
}

function rowOf({ valueCodec }: Source, text: string) {
  const row = valueCodec.decode(text);
  if (row === null) throw new Error(`decoded to nothing: ${text}`);
  return row;
}
