import { DeserializationError, JSON_FORMAT, STRING } from 'ksqlite/internals';
import { textField, textsIn } from './json-texts.ts';

/** In any case: the statements read names so, and another spelling may win over "id". */
const IDS = ['id', 'ID', 'Id', 'iD'].map((name) => textField(name, 1));

/** Reads the id as ksql/001 declares it: a number's digits are an id too. */
const READER = JSON_FORMAT.codec([{ name: 'ID', type: STRING }], {
  role: 'value',
  wrapSingle: true,
  delimiter: '',
});

/** The `id` of a part record, as the statements read it; undefined where its JSON has none. */
export function partIdOf(value: Buffer): string | undefined {
  const ids = textsIn(value, IDS)?.flat();
  const id = ids?.length === 1 ? ids[0] : readId(value);
  return id === '' ? undefined : id;
}

function readId(value: Buffer): string | undefined {
  try {
    return (READER.decode(value)?.[0] as string | null | undefined) ?? undefined;
  } catch (error) {
    if (error instanceof DeserializationError) return undefined;
    throw error;
  }
}
