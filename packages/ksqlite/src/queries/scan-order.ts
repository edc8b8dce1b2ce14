/**
 * The order in which ksqlDB's store (RocksDB) has the keys of a table: by their bytes. A pull query that goes through all rows
 * gives them so, partition by partition, and LIMIT keeps the first.
 *
 * Each key is turned once into what compares like its bytes. Numbers of the format KAFKA are big-endian, so negative ones come
 * last; keys of several columns and of text formats compare as text.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Source } from '../metastore/source.ts';
import type { MapKey } from '../state/codecs/map-key.ts';

/** Compares under `<` as the key's bytes do; of one kind for all keys of a table. */
type Rank = string | number | bigint;

/** Keys between two looks at the rest of the world. */
const TURN_KEYS = 2_000;

/** Sorts a table's keys by their bytes. Others have their turns meanwhile. */
export async function sortKeys(source: Source, keys: Iterable<MapKey>): Promise<readonly MapKey[]> {
  const rank = rankOf(source);
  let runs: Ranked[][] = [];
  let run: Ranked[] = [];
  for (const key of keys) {
    run.push({ key, rank: rank(key) });
    if (run.length < TURN_KEYS) continue;
    runs.push(run.sort(compare));
    run = [];
    await nextTurn();
  }
  runs.push(run.sort(compare));
  while (runs.length > 1) {
    const merged: Ranked[][] = [];
    for (let i = 0; i < runs.length; i += 2) merged.push(await merge(runs[i] ?? [], runs[i + 1] ?? []));
    runs = merged;
  }
  return (runs[0] ?? []).map(({ key }) => key);
}

interface Ranked {
  readonly key: MapKey;
  readonly rank: Rank;
}

const compare = (a: Ranked, b: Ranked): number => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0);

async function merge(left: readonly Ranked[], right: readonly Ranked[]): Promise<Ranked[]> {
  const merged: Ranked[] = [];
  let i = 0;
  let j = 0;
  for (;;) {
    const a = left[i];
    const b = right[j];
    const first = b === undefined || (a !== undefined && compare(a, b) <= 0) ? a : b;
    if (first === undefined) return merged;
    merged.push(first);
    if (first === a) i++;
    else j++;
    if (merged.length % (10 * TURN_KEYS) === 0) await nextTurn();
  }
}

function rankOf({ keys, keyFormat }: Source): (key: MapKey) => Rank {
  const [only] = keys;
  if (only === undefined || keys.length > 1 || keyFormat !== 'KAFKA') return String;
  switch (only.type.kind) {
    case 'INTEGER':
      return (key) => Number(key) >>> 0;
    case 'BIGINT':
      return (key) => BigInt.asUintN(64, BigInt(key));
    case 'DOUBLE': {
      const view = new DataView(new ArrayBuffer(8));
      return (key) => {
        view.setFloat64(0, Number(key));
        return view.getBigUint64(0);
      };
    }
    default:
      return String;
  }
}
