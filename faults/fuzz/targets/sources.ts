import { isDeepStrictEqual } from 'node:util';
import { columnsOf, isUnreadable, logRecord, readSource } from 'ksqlite/internals';
import { engineOf } from 'ksqlite/testing';
import { partIdOf } from '../../../src/line/ledger/part-id.ts';
import { unreadablePart } from '../../../src/line/unreadable-part.ts';
import { type FuzzTarget, holds } from '../fuzz-target.ts';
import { JSON_WORDS } from '../words.ts';
import { lineDatabase } from './line-database.ts';

const BODY =
  '{"part":{"sku":"c1","partName":"body","price":0.0,"productName":""},"id":"b-1","color":"red","material":"ABS","weight":1.25}';
const WHEEL =
  '{"part":{"sku":"c1","partName":"front_left","price":0.0,"productName":""},"id":"w-1","placement":"FRONT_LEFT"}';

/** Input: number of the source, length of the key, key, value. */
export const sourcesTarget: FuzzTarget = {
  name: 'sources',
  about: 'a record of any stream or table of ksql/',
  open: async () => {
    const database = await lineDatabase();
    const sources = engineOf(database).sources();
    const parts = unreadablePart(database);
    let offset = 0;
    const record = (source: number, key: string, value: string): Buffer =>
      Buffer.concat([Buffer.from([source, key.length]), Buffer.from(key), Buffer.from(value)]);
    return {
      seeds: sources.flatMap((_, i) => [record(i, 'c1', BODY), record(i, 'c1', WHEEL), record(i, '', '{}')]),
      words: JSON_WORDS,
      take: (input) => {
        const source = sources[(input[0] ?? 0) % sources.length];
        if (source === undefined) return;
        const keyEnd = 2 + (input[1] ?? 0);
        const key = input.subarray(2, keyEnd);
        const value = input.subarray(keyEnd);
        const [first, second] = [0, 1].map(() => readSource(source, logRecord(7, 1_000, key, value), 1));
        holds(isDeepStrictEqual(first, second), () => 'read differently the second time');
        if (first === undefined) return;
        offset++;
        const reason = parts({
          topic: source.topic,
          partition: 1,
          offset,
          timestamp: 1_000,
          key,
          value,
          headers: [],
        });
        if (isUnreadable(first)) holds(first.unreadable.length < 2_000, () => 'an endless reason');
        if (reason !== undefined || !PARTS.has(source.name)) return;
        holds(!isUnreadable(first), () => 'a part that the statements cannot read is no dead letter');
        // the ledger reads ids by itself: it must see what the statements see
        const id = columnsOf(source).findIndex((column) => column.name === 'ID');
        const seen = partIdOf(value);
        holds(
          seen === undefined || seen === first.row[id],
          () => `the ledger's id is ${seen}, the row's ${first.row[id]}`,
        );
      },
    };
  },
};

const PARTS: ReadonlySet<string> = new Set(['BODIES', 'ENGINES', 'REMOTE_CONTROLS', 'WHEELS']);
