import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { PART_TOPICS } from '../../src/contracts/topic-names.ts';
import { PLACES, partRecord } from '../../src/producer/generator/part-record.ts';
import { seededRandom } from '../random.ts';

const PARTS_A_CAR = PLACES.length;
/** What can't be read, one kind as likely as another: as a line's fields behind its topic. */
const BAD: readonly ((sku: string) => Readonly<Record<string, unknown>>)[] = [
  (sku) => ({ key: sku, raw: '{"part": {"sku": ' }),
  (sku) => ({ key: sku, raw: '\u0000binary' }),
  (sku) => ({ key: sku, raw: '[1, 2]' }),
  (sku) => ({ key: sku, raw: '{"part":7,"id":"x"}' }),
  (sku) => ({ key: sku, value: { id: null } }),
  (sku) => ({ key: sku, value: null }),
  (sku) => ({ key: null, value: { id: `${sku}/no-key` } }),
];

/**
 * Writes an input file of cars whose parts come one behind the other, with a share of records between them that no one
 * can read. Holds a few lines of it.
 */
export async function badInputFile(
  file: string,
  { records, bad, seed }: { readonly records: number; readonly bad: number; readonly seed: number },
): Promise<void> {
  const random = seededRandom(seed);
  const out = createWriteStream(file, { highWaterMark: 1024 * 1024 });
  let parts = 0;
  for (let i = 0; i < records; i++) {
    const sku = `car-${seed}-${Math.floor(parts / PARTS_A_CAR)}`;
    let line: string;
    if (random.chance(bad))
      line = JSON.stringify({ topic: random.oneOf(PART_TOPICS), ...random.oneOf(BAD)(sku) });
    else {
      const place = PLACES[parts % PARTS_A_CAR] ?? 'BODY';
      const { topic, value } = partRecord(sku, place, `${sku}/${place}`, random.next);
      line = `{"topic":"${topic}","key":"${sku}","value":${value}}`;
      parts++;
    }
    if (!out.write(`${line}\n`)) await new Promise<void>((resolve) => void out.once('drain', resolve));
  }
  out.end();
  await finished(out);
}
