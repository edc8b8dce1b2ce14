import { array, BYTES, map, STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bytes, text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { mergedInHashOrder } from '../../values/java/hash-map.ts';

/** scalar-functions.md#split: by a literal text, empty parts kept; an empty delimiter splits every letter. */
export const split = defineScalar(
  'SPLIT',
  'STRING',
  'The parts of a text, or of bytes, between delimiters.',
  [
    // An empty text has one part, the empty text, even when every letter is a part.
    strict([text, text], array(STRING), (value, delimiter) => (value === '' ? [''] : value.split(delimiter))),
    strict([bytes, bytes], array(BYTES), splitBytes),
  ],
);

/** Where the whole delimiter stands (differs: split-bytes). */
function splitBytes(value: Buffer, delimiter: Buffer): Buffer[] {
  if (value.length === 0) return [value];
  if (delimiter.length === 0) return Array.from(value, (byte) => Buffer.of(byte));
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = value.indexOf(delimiter); at >= 0; at = value.indexOf(delimiter, from)) {
    parts.push(value.subarray(from, at));
    from = at + delimiter.length;
  }
  return [...parts, value.subarray(from)];
}

/** scalar-functions.md#split_to_map: the later of two equal keys wins; parts without the second delimiter are lost. */
export const splitToMap = defineScalar('SPLIT_TO_MAP', 'STRING', 'A map of the key-value pairs in a text.', [
  strict([text, text, text], map(STRING, STRING), (value, between, within) => {
    if (between === '' || within === '' || between === within) return null;
    const entries = value.split(between).filter((entry) => entry.includes(within));
    return mergedInHashOrder(
      new Map(
        entries.map((entry) => {
          const [key = '', item = ''] = entry.split(within);
          return [key, item];
        }),
      ),
    );
  }),
]);
