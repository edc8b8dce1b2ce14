import { STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strict } from '../../signature/variant.ts';
import { checkLength, MOST_CHARACTERS } from '../../values/limits.ts';

/** scalar-functions.md#replace: every occurrence, and an empty text occurs between all letters. */
export const replace = defineScalar(
  'REPLACE',
  'STRING',
  'With every occurrence of one text replaced by another.',
  [strict([text, text, text], STRING, replaced)],
);

function replaced(value: string, old: string, by: string): string {
  const atMost = (value.length / Math.max(1, old.length) + 1) * by.length + value.length;
  if (atMost > MOST_CHARACTERS) {
    const times = old === '' ? value.length + 1 : value.split(old).length - 1;
    checkLength(value.length + times * (by.length - old.length));
  }
  // A function, so that `$` in the new text has no meaning.
  return value.replaceAll(old, () => by);
}
