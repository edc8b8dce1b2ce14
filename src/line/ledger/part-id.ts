import { valueReader } from 'ksqlite';
import { textField, textsIn } from './json-texts.ts';

/** In any case: the statements read names so, and another spelling may win over "id". */
const IDS = ['id', 'ID', 'Id', 'iD'].map((name) => textField(name, 1));

/** Reads the id as ksql/001 declares it: a number's digits are an id too. */
const read = valueReader('JSON', { ID: 'VARCHAR' });

/** The `id` of a part record, as the statements read it; undefined where its JSON has none. */
export function partIdOf(value: Buffer): string | undefined {
  const ids = textsIn(value, IDS)?.flat();
  const id = ids?.length === 1 ? ids[0] : read(value)?.ID;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
