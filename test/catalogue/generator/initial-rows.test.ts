import { FEWEST_PARTS } from '../../../src/catalogue/command/catalogue-values.ts';
import { countOf } from '../../../src/catalogue/generator/fill-catalogue.ts';
import { initialRows } from '../../../src/catalogue/generator/initial-rows.ts';
import { carParts, isBuiltIn, partCounts } from '../../../src/catalogue/generator/part-ids.ts';
import { CatalogueRows } from '../../../src/catalogue/tables/catalogue-rows.ts';
import { TABLE_NAMES, TABLES } from '../../../src/catalogue/tables/tables.ts';
import { PLACES } from '../../../src/producer/generator/part-record.ts';

const AT = '2026-01-01T00:00:00Z';

function filled(parts: number, seed = '1'): CatalogueRows {
  const rows = new CatalogueRows();
  for (const change of initialRows({ parts, seed }, AT)) rows.apply(change);
  return rows;
}

it('makes the same rows of the same seed, others of another', () => {
  const of = (seed: string) => JSON.stringify([...initialRows({ parts: 100, seed }, AT)]);
  expect(of('1')).toBe(of('1'));
  expect(of('1')).not.toBe(of('2'));
});

it.each([FEWEST_PARTS, 100, 1_003])('makes %i parts, each row as its table wants it', (parts) => {
  const rows = filled(parts);
  expect(rows.parts.size).toBe(parts);
  for (const table of TABLE_NAMES) for (const row of rows.table(table).values()) TABLES[table].parse(row);
  const all = TABLE_NAMES.reduce((sum, table) => sum + rows.table(table).size, 0);
  expect(countOf({ parts, seed: '1' })).toBe(all);
});

it('points at rows that there are', () => {
  const rows = filled(300);
  for (const { state_id } of rows.suppliers.values()) expect(rows.states.get(state_id)).toBeDefined();
  for (const { supplier_id, status_id } of rows.parts.values()) {
    expect(rows.suppliers.get(supplier_id)).toBeDefined();
    expect(rows.statuses.get(status_id)).toBeDefined();
  }
  for (const { part_id } of rows.part_images.values()) expect(rows.parts.get(part_id)).toBeDefined();
  for (const { part_id, customer_id } of rows.watches.values()) {
    expect(rows.parts.get(part_id)).toBeDefined();
    expect(rows.customers.get(customer_id)).toBeDefined();
  }
});

it('builds cars of parts that there are and stay, all different, four wheels of one price', () => {
  const rows = filled(FEWEST_PARTS);
  const counts = partCounts(FEWEST_PARTS);
  const used = new Set<string>();
  for (let seed = 0; seed < 300; seed++) {
    const parts = carParts(counts, seed);
    const ids = [false, true].flatMap((second) => PLACES.map((place) => parts.id(place, second)));
    expect(new Set(ids).size).toBe(14);
    for (const id of ids) {
      expect(rows.parts.get(id)).toBeDefined();
      expect(isBuiltIn(counts, id)).toBe(true);
      used.add(id);
    }
    const wheels = ids.slice(3, 7).map((id) => rows.parts.get(id));
    expect(new Set(wheels.map((wheel) => wheel?.price)).size).toBe(1);
  }
  const builtIn = [...rows.parts.values()].filter(({ id }) => isBuiltIn(counts, id));
  expect(used.size).toBe(builtIn.length);
  expect(builtIn.length).toBeLessThan(FEWEST_PARTS);
});
