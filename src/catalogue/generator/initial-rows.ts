/**
 * The catalogue as it is at the beginning: the same seed and number of parts, the same rows in the same order. Only `updated_at` is
 * left to who writes them: it says when they were written.
 */
import { fnv1a } from '../../contracts/fnv1a.ts';
import { PLACEMENTS } from '../../contracts/parts.ts';
import { oneOf, randomFrom } from '../../producer/generator/random.ts';
import { decimalText } from '../tables/column-types.ts';
import { change, type RowChange } from '../tables/row-change.ts';
import { type PartKind, type Row, STATUS } from '../tables/tables.ts';
import { bodyId, engineId, type PartCounts, partCounts, remoteControlId, wheelId } from './part-ids.ts';
import { STATES } from './states.ts';
import {
  customerName,
  email,
  imageUrl,
  partDescription,
  partName,
  passwordHash,
  supplierName,
} from './words.ts';

export interface CatalogueSettings {
  /** at least `FEWEST_PARTS` */
  readonly parts: number;
  readonly seed: string;
}

export const supplierCount = (parts: number): number => Math.max(5, Math.floor(parts / 100));
export const customerCount = (parts: number): number => Math.max(10, Math.floor(parts / 10));
const WATCHES_A_CUSTOMER = 3;

/** @param updatedAt of every part, as the column has it */
export function* initialRows(
  { parts, seed }: CatalogueSettings,
  updatedAt: string,
): Generator<RowChange, void> {
  const random = randomFrom(fnv1a(`${parts}:${seed}`));
  for (const [index, [code, name, icms]] of STATES.entries())
    yield change('states', null, { id: index + 1, code, name, icms });
  for (const [name, id] of Object.entries(STATUS)) yield change('statuses', null, { id, name });
  for (let id = 1; id <= supplierCount(parts); id++)
    yield change('suppliers', null, {
      id,
      name: supplierName(id, random),
      state_id: 1 + Math.floor(random() * STATES.length),
    });
  const ids: string[] = [];
  for (const part of initialParts(partCounts(parts), parts, random)) {
    ids.push(part.id);
    yield change('parts', null, { ...part, updated_at: updatedAt });
  }
  let image = 0;
  for (const part_id of ids)
    for (let priority = 1, many = 1 + Math.floor(random() * 3); priority <= many; priority++) {
      image += 1;
      yield change('part_images', null, { id: image, part_id, priority, url: imageUrl(part_id, image) });
    }
  for (let id = 1; id <= customerCount(parts); id++)
    yield change('customers', null, {
      id,
      name: customerName(random),
      email: email(id, 0),
      password: passwordHash(random),
    });
  for (let id = 1; id <= customerCount(parts) * WATCHES_A_CUSTOMER; id++)
    yield change('watches', null, {
      id,
      customer_id: 1 + Math.floor(random() * customerCount(parts)),
      part_id: oneOf(ids, random),
    });
}

type NewPart = Omit<Row<'parts'>, 'updated_at'>;

function* initialParts(counts: PartCounts, parts: number, random: () => number): Generator<NewPart, void> {
  const product = (kind: PartKind, number: number): Omit<NewPart, 'id'> => ({
    sku: `${SKU[kind]}-${String(number).padStart(5, '0')}`,
    name: partName(kind, number, random),
    kind,
    price: decimalText(Math.round(PRICE[kind] * (0.5 + random()))),
    supplier_id: 1 + Math.floor(random() * supplierCount(parts)),
    status_id: random() < 0.9 ? STATUS.active : random() < 0.5 ? STATUS.draft : STATUS.suspended,
    description: random() < 0.1 ? null : partDescription(random),
  });
  for (let n = 1; n <= counts.bodies; n++) yield { id: bodyId(n), ...product('body', n) };
  for (let n = 1; n <= counts.engines; n++) yield { id: engineId(n), ...product('engine', n) };
  for (let n = 1; n <= counts.remoteControls; n++)
    yield { id: remoteControlId(n), ...product('remote-control', n) };
  for (let n = 1; n <= counts.wheelSets; n++) {
    const wheel = product('wheel', n);
    for (const placement of PLACEMENTS) yield { id: wheelId(n, placement), ...wheel };
  }
}

export const SKU: Readonly<Record<PartKind, string>> = {
  body: 'BDY',
  engine: 'ENG',
  'remote-control': 'RMT',
  wheel: 'WHL',
};
/** In cents, about. */
export const PRICE: Readonly<Record<PartKind, number>> = {
  body: 18_000,
  engine: 32_000,
  'remote-control': 9_000,
  wheel: 2_500,
};
