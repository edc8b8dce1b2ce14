/**
 * The JSON of a struct, kept with it: a struct goes through several statements as one and the same array, and each of them
 * writes it again.
 *
 * What must stay true: a text is kept only of a struct that is read back from it as it is. So a struct that has one needs no
 * look at what it holds, to be written or to be handed to who reads it next.
 */
import { formatType, type StructType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';

type WithText = readonly SqlValue[] & { [text: symbol]: string | undefined };

/** The symbol stands for the type, so that an array seen under another type's field names has another text. */
const textKey = (type: StructType): symbol => Symbol.for(`json ${formatType(type)}`);

/** Gives the JSON of a struct if it has been kept. */
export function knownText(type: StructType): (struct: readonly SqlValue[]) => string | undefined {
  const key = textKey(type);
  return (struct) => (struct as WithText)[key];
}

/** Keeps the JSON of a struct. */
export function textKeeper(type: StructType): (struct: readonly SqlValue[], text: string) => void {
  const key = textKey(type);
  return (struct, text) => {
    (struct as WithText)[key] = text;
  };
}
