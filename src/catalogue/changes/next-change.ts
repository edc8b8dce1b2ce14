/**
 * The next transaction of a catalogue that is at work: which kind it is, and of what, follows from the seed, the number of the
 * transaction and the rows that are there. So a catalogue that was killed continues with what it would have done.
 */
import { fnv1a } from '../../contracts/fnv1a.ts';
import { randomFrom } from '../../producer/generator/random.ts';
import type { RowChange } from '../tables/row-change.ts';
import type { ChangeContext, MakeChange } from './change-context.ts';
import {
  changeCustomers,
  changeImages,
  changeRate,
  changeWatches,
  moveSupplier,
  renameSupplier,
} from './other-changes.ts';
import { addPart, changeStatus, deletePart, describe, renamePart, reprice } from './part-changes.ts';

/** Of a thousand transactions about so many. */
const KINDS = [
  [600, 'price', reprice],
  [90, 'status', changeStatus],
  [110, 'images', changeImages],
  [40, 'description', describe],
  [70, 'watch', changeWatches],
  [40, 'customer', changeCustomers],
  [18, 'new part', addPart],
  [12, 'deleted part', deletePart],
  [12, 'new id', renamePart],
  [4, 'supplier moved', moveSupplier],
  [3, 'supplier renamed', renameSupplier],
  [1, 'tax rate', changeRate],
] as const satisfies readonly (readonly [number, string, MakeChange])[];

export type ChangeKind = (typeof KINDS)[number][1];
export const CHANGE_KINDS: readonly ChangeKind[] = KINDS.map(([, kind]) => kind);

export interface NextChange {
  readonly kind: ChangeKind;
  readonly changes: readonly RowChange[];
}

const TOTAL = KINDS.reduce((sum, [weight]) => sum + weight, 0);
const TRIES = 50;

/** @throws Error for a catalogue without suppliers, in which nothing can be changed */
export function nextChange(context: Omit<ChangeContext, 'random'>, seed: string): NextChange {
  const random = randomFrom(fnv1a(`${seed}:${context.number}`));
  for (let i = 0; i < TRIES; i++) {
    const [, kind, make] = kindAt(random() * TOTAL);
    const changes = make({ ...context, random });
    if (changes !== undefined && changes.length > 0) return { kind, changes };
  }
  throw new Error(`nothing in the catalogue can be changed (transaction ${context.number})`);
}

function kindAt(place: number): (typeof KINDS)[number] {
  let upTo = 0;
  for (const kind of KINDS) {
    upTo += kind[0];
    if (place < upTo) return kind;
  }
  return KINDS[0];
}
