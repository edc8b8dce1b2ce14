/**
 * The order in which ksqlDB's store (RocksDB) has the keys of a table: by their bytes. A pull query that goes through all rows
 * gives them so, partition by partition, and LIMIT keeps the first (differs: pull-limit).
 *
 * Each key is turned once into what compares like its bytes. Numbers of the format KAFKA are big-endian, so negative ones come
 * last; keys of several columns and of text formats compare as text.
 */
import type { Source } from '../metastore/source.ts';
import type { MapKey } from '../state/codecs/map-key.ts';
import { sortInTurns } from '../types/sort-in-turns.ts';

/** Compares under `<` as the key's bytes do; of one kind for all keys of a table. */
type Rank = string | number | bigint;

/** Sorts a table's keys by their bytes. Others have their turns meanwhile. */
export async function sortKeys(source: Source, keys: Iterable<MapKey>): Promise<readonly MapKey[]> {
  const rank = rankOf(source);
  const sorted = await sortInTurns(ranked(keys, rank), compare);
  return sorted.map(({ key }) => key);
}

interface Ranked {
  readonly key: MapKey;
  readonly rank: Rank;
}

function* ranked(keys: Iterable<MapKey>, rank: (key: MapKey) => Rank): Generator<Ranked> {
  for (const key of keys) yield { key, rank: rank(key) };
}

const compare = (a: Ranked, b: Ranked): number => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0);

function rankOf({ keys, keyFormat }: Source): (key: MapKey) => Rank {
  const [only] = keys;
  if (only === undefined || keys.length > 1 || keyFormat !== 'KAFKA') return inByteOrder;
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
      return inByteOrder;
  }
}

const SURROGATES_AND_BEHIND = /[\ud800-\uffff]/g;

/** The key as a text that compares under `<` as its bytes in UTF-8 do: letters of two UTF-16 units are behind all others. */
export function inByteOrder(key: MapKey): string {
  const text = String(key);
  return text.search(SURROGATES_AND_BEHIND) < 0 ? text : text.replace(SURROGATES_AND_BEHIND, moved);
}

/** Surrogates change places with the units behind them. */
function moved(unit: string): string {
  const code = unit.charCodeAt(0);
  return String.fromCharCode(code < 0xe000 ? code + 0x2000 : code - 0x800);
}
