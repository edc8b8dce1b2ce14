import { defineScalar } from '../../signature/define-scalar.ts';
import { arrayOf, generic, int } from '../../signature/parameter.ts';
import { nullable, typeOfArgument } from '../../signature/variant.ts';

/** scalar-functions.md#slice: from 1, both ends included; a NULL end is the array's own, one outside gives NULL. */
export const slice = defineScalar('SLICE', 'ARRAY', 'A part of an array.', [
  nullable([arrayOf(generic('T')), int, int], typeOfArgument(0), (items, from, to) => {
    if (items === null) return null;
    const start = from === null ? 0 : from - 1;
    const end = to ?? items.length;
    return start < 0 || end > items.length || start > end ? null : items.slice(start, end);
  }),
]);
