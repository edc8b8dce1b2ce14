import type { Row } from '../tables/tables.ts';
import type { ChangeContext } from './change-context.ts';

type Part = Row<'parts'>;

const TRIES = 20;

/** A part that `fits`, some far more often than others, as in a shop; undefined where none was found soon. */
export function choosePart(
  { rows, random }: ChangeContext,
  fits: (part: Part) => boolean = () => true,
): Part | undefined {
  for (let i = 0; i < TRIES; i++) {
    const part = rows.parts.at(Math.floor(random() ** 3 * rows.parts.size));
    if (part !== undefined && fits(part)) return part;
  }
  return undefined;
}

/** Any row of a table. */
export function chooseRow<R>(
  table: { readonly size: number; at(place: number): R | undefined },
  random: () => number,
): R | undefined {
  return table.at(Math.floor(random() * table.size));
}
