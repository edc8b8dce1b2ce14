import { oneOf } from '../../producer/generator/random.ts';
import { PRICE, SKU } from '../generator/initial-rows.ts';
import { isBuiltIn } from '../generator/part-ids.ts';
import { imageUrl, partDescription, partName } from '../generator/words.ts';
import { centsOf, decimalText } from '../tables/column-types.ts';
import { change } from '../tables/row-change.ts';
import { PART_KINDS, type PartKind, type Row, STATUS } from '../tables/tables.ts';
import type { ChangeContext, MakeChange } from './change-context.ts';
import { choosePart, chooseRow } from './choose-part.ts';

type Part = Row<'parts'>;

const kindOf = (part: Part): PartKind => PART_KINDS.find((kind) => kind === part.kind) ?? 'body';
const isSpare = ({ counts }: ChangeContext, { id }: Part): boolean => !isBuiltIn(counts, id);

/** The same of all parts of a product: four wheels have one price and one status. */
function ofProduct(context: ChangeContext, { sku }: Part, columns: Partial<Omit<Part, 'id'>>) {
  return context.rows.parts
    .group(sku)
    .map((part) => change('parts', part, { ...part, ...columns, updated_at: context.updatedAt }));
}

/** Small steps, sales of 12 % to 30 %, and back towards what such a part costs. What is discontinued keeps its price. */
export const reprice: MakeChange = (context) => {
  const part = choosePart(context, ({ status_id }) => status_id !== STATUS.discontinued);
  if (part === undefined) return undefined;
  const usual = PRICE[kindOf(part)];
  const cents = centsOf(part.price);
  const next = Math.round(Math.min(usual * 3, Math.max(usual * 0.2, cents * step(context.random))));
  return ofProduct(context, part, { price: decimalText(next === cents ? cents + 1 : next) });
};

function step(random: () => number): number {
  const kind = random();
  if (kind < 0.5) return 0.97 + random() * 0.07;
  return kind < 0.8 ? 0.7 + random() * 0.18 : 1.1 + random() * 0.3;
}

/** Active ↔ suspended, draft → active; spare parts are discontinued for good. */
export const changeStatus: MakeChange = (context) => {
  const part = choosePart(context, ({ status_id }) => status_id !== STATUS.discontinued);
  if (part === undefined) return undefined;
  const ends = isSpare(context, part) && context.random() < 0.6;
  const active = part.status_id === STATUS.active ? STATUS.suspended : STATUS.active;
  return ofProduct(context, part, { status_id: ends ? STATUS.discontinued : active });
};

export const describe: MakeChange = (context) => {
  const part = choosePart(context);
  if (part === undefined) return undefined;
  const description = context.random() < 0.2 ? null : partDescription(context.random);
  if (description === part.description) return undefined;
  return [change('parts', part, { ...part, description, updated_at: context.updatedAt })];
};

/** A new part begins as a draft, with an image. */
export const addPart: MakeChange = ({ rows, number, updatedAt, random }) => {
  const kind = oneOf(PART_KINDS, random);
  const id = `${kind}-new${number}`;
  const supplier = chooseRow(rows.suppliers, random);
  if (supplier === undefined || rows.parts.get(id) !== undefined) return undefined;
  const image = rows.part_images.nextId();
  return [
    change('parts', null, {
      id,
      sku: `${SKU[kind]}-NEW${number}`,
      name: partName(kind, number, random),
      kind,
      price: decimalText(Math.round(PRICE[kind] * (0.5 + random()))),
      supplier_id: supplier.id,
      status_id: STATUS.draft,
      description: null,
      updated_at: updatedAt,
    }),
    change('part_images', null, { id: image, part_id: id, priority: 1, url: imageUrl(id, image) }),
  ];
};

/** Of what is discontinued, with its images and those who watch it. */
export const deletePart: MakeChange = (context) => {
  const part = choosePart(
    context,
    (each) => each.status_id === STATUS.discontinued && isSpare(context, each),
  );
  if (part === undefined) return undefined;
  const { rows } = context;
  return [
    ...rows.watches.group(part.id).map((watch) => change('watches', watch, null)),
    ...rows.part_images.group(part.id).map((image) => change('part_images', image, null)),
    change('parts', part, null),
  ];
};

/** A spare part gets another id, and what points at it follows. */
export const renamePart: MakeChange = (context) => {
  const { rows, number, updatedAt } = context;
  const part = choosePart(context, (each) => isSpare(context, each));
  if (part === undefined) return undefined;
  const id = `${part.kind}-re${number}`;
  if (rows.parts.get(id) !== undefined) return undefined;
  return [
    change('parts', part, { ...part, id, updated_at: updatedAt }),
    ...rows.part_images
      .group(part.id)
      .map((image) => change('part_images', image, { ...image, part_id: id })),
    ...rows.watches.group(part.id).map((watch) => change('watches', watch, { ...watch, part_id: id })),
  ];
};
