import { customerName, email, imageUrl, passwordHash, supplierName } from '../generator/words.ts';
import { centsOf, decimalText } from '../tables/column-types.ts';
import { change } from '../tables/row-change.ts';
import type { MakeChange } from './change-context.ts';
import { choosePart, chooseRow } from './choose-part.ts';

/** One more, one less, or the first two change places. */
export const changeImages: MakeChange = (context) => {
  const { rows, random } = context;
  const part = choosePart(context);
  if (part === undefined) return undefined;
  const images = [...rows.part_images.group(part.id)].sort((a, b) => a.priority - b.priority || a.id - b.id);
  const [first, second] = images;
  const what = random();
  if (first !== undefined && second !== undefined && what < 0.4)
    return [
      change('part_images', first, { ...first, priority: second.priority }),
      change('part_images', second, { ...second, priority: first.priority }),
    ];
  const last = images.at(-1);
  if (last !== undefined && (what < 0.7 || images.length >= 5)) return [change('part_images', last, null)];
  const id = rows.part_images.nextId();
  const priority = (last?.priority ?? 0) + 1;
  return [change('part_images', null, { id, part_id: part.id, priority, url: imageUrl(part.id, id) })];
};

/** Somebody begins to watch a part, or ends it. */
export const changeWatches: MakeChange = (context) => {
  const { rows, random } = context;
  const customer = chooseRow(rows.customers, random);
  const part = choosePart(context);
  const watch = chooseRow(rows.watches, random);
  if (watch !== undefined && random() < 0.5) return [change('watches', watch, null)];
  if (customer === undefined || part === undefined) return undefined;
  return [change('watches', null, { id: rows.watches.nextId(), customer_id: customer.id, part_id: part.id })];
};

/** A new one, another address, or another password, which no event shows. */
export const changeCustomers: MakeChange = ({ rows, number, random }) => {
  const customer = chooseRow(rows.customers, random);
  const what = random();
  if (customer === undefined || what < 0.3) {
    const id = rows.customers.nextId();
    return [
      change('customers', null, {
        id,
        name: customerName(random),
        email: email(id, 0),
        password: passwordHash(random),
      }),
    ];
  }
  const columns = what < 0.6 ? { email: email(customer.id, number) } : { password: passwordHash(random) };
  return [change('customers', customer, { ...customer, ...columns })];
};

export const moveSupplier: MakeChange = ({ rows, random }) => {
  const supplier = chooseRow(rows.suppliers, random);
  const state = chooseRow(rows.states, random);
  if (supplier === undefined || state === undefined || state.id === supplier.state_id) return undefined;
  return [change('suppliers', supplier, { ...supplier, state_id: state.id })];
};

export const renameSupplier: MakeChange = ({ rows, random }) => {
  const supplier = chooseRow(rows.suppliers, random);
  if (supplier === undefined) return undefined;
  const name = supplierName(supplier.id, random);
  return name === supplier.name ? undefined : [change('suppliers', supplier, { ...supplier, name })];
};

/** By a quarter of a per cent up to one, within what such rates are. */
export const changeRate: MakeChange = ({ rows, random }) => {
  const state = chooseRow(rows.states, random);
  if (state === undefined) return undefined;
  const rate = centsOf(state.icms);
  const by = 25 * (1 + Math.floor(random() * 4));
  const up = rate < 1_500 || (rate < 2_500 && random() < 0.5);
  return [change('states', state, { ...state, icms: decimalText(up ? rate + by : rate - by) })];
};
