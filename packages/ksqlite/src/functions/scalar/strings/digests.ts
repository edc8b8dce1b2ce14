import { createHash } from 'node:crypto';
import { STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { bytes, text } from '../../signature/parameter.ts';
import { strict, strictTyped } from '../../signature/variant.ts';

/** scalar-functions.md#md5 */
export const md5 = defineScalar('MD5', 'STRING', 'The MD5 hash of a text, in hexadecimal.', [
  strict([text], STRING, (value) => createHash('md5').update(value, 'utf8').digest('hex')),
]);

/** The 8-4-4-4-12 form of 16 bytes. */
const uuidText = (value: Buffer): string =>
  value.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

function randomUuid(random: () => number): string {
  const value = Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256)));
  // Version 4, variant 1 of RFC 4122.
  value[6] = ((value[6] ?? 0) & 0x0f) | 0x40;
  value[8] = ((value[8] ?? 0) & 0x3f) | 0x80;
  return uuidText(value);
}

/** scalar-functions.md#uuid: a random one, or the one of 16 bytes (NULL for any other number of them). */
export const uuid = defineScalar('UUID', 'STRING', 'A universally unique identifier.', [
  // Of the context's randomness, so that a replayed run gives the same ones.
  strictTyped(
    [],
    STRING,
    ({ context }) =>
      () =>
        randomUuid(context.random),
  ),
  strict([bytes], STRING, (value) => (value.length === 16 ? uuidText(value) : null)),
]);
