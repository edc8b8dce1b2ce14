import { CHANGE_KINDS, nextChange } from '../../../src/catalogue/changes/next-change.ts';
import { initialRows } from '../../../src/catalogue/generator/initial-rows.ts';
import { isBuiltIn, partCounts } from '../../../src/catalogue/generator/part-ids.ts';
import { CatalogueRows } from '../../../src/catalogue/tables/catalogue-rows.ts';
import { zonedText } from '../../../src/catalogue/tables/column-types.ts';
import type { RowChange } from '../../../src/catalogue/tables/row-change.ts';
import { STATUS, TABLES } from '../../../src/catalogue/tables/tables.ts';

const COUNTS = partCounts(70);
const START = Date.UTC(2026, 0, 1);

/** A small catalogue through many transactions; `look` sees each before it is applied. */
function changed(
  seed: string,
  transactions: number,
  look: (changes: readonly RowChange[], kind: string) => void = () => undefined,
) {
  const rows = new CatalogueRows();
  for (const change of initialRows({ parts: 70, seed }, zonedText(START))) rows.apply(change);
  for (let number = 1; number <= transactions; number++) {
    const updatedAt = zonedText(START + number);
    const { kind, changes } = nextChange({ rows, counts: COUNTS, number, updatedAt }, seed);
    look(changes, kind);
    for (const change of changes) rows.apply(change);
  }
  return rows;
}

const seed = String(Math.floor(Math.random() * 1e9));

it(`keeps the catalogue plausible (seed ${seed})`, () => {
  const rows = changed(seed, 1_500, (changes) => {
    for (const { table, before, after } of changes) {
      expect(JSON.stringify(before)).not.toBe(JSON.stringify(after));
      if (after !== null) TABLES[table].parse(after);
      if (table !== 'parts' || before === null || !('price' in before)) continue;
      if (after === null) expect(before.status_id).toBe(STATUS.discontinued);
      else if ('price' in after) {
        if (before.price !== after.price) expect(before.status_id).not.toBe(STATUS.discontinued);
        if (before.status_id === STATUS.discontinued) expect(after.status_id).toBe(STATUS.discontinued);
        expect(after.updated_at).not.toBe(before.updated_at);
      }
      const ends =
        after === null ||
        after.id !== before.id ||
        ('status_id' in after && after.status_id === STATUS.discontinued);
      if (ends) expect(isBuiltIn(COUNTS, before.id)).toBe(false);
    }
  });
  for (const { part_id } of rows.part_images.values()) expect(rows.parts.get(part_id)).toBeDefined();
  for (const { part_id } of rows.watches.values()) expect(rows.parts.get(part_id)).toBeDefined();
  const prices = new Map<string, string>();
  for (const { sku, price } of rows.parts.values()) {
    expect(prices.get(sku) ?? price).toBe(price);
    prices.set(sku, price);
  }
});

it('makes changes of every kind', () => {
  const kinds = new Set<string>();
  changed('1', 4_000, (_, kind) => kinds.add(kind));
  expect([...kinds].sort()).toEqual([...CHANGE_KINDS].sort());
});

it('is the same for the same seed', () => {
  const all = (of: string): string => {
    const texts: string[] = [];
    changed(of, 300, (changes) => texts.push(JSON.stringify(changes)));
    return texts.join('\n');
  };
  expect(all('a')).toBe(all('a'));
  expect(all('a')).not.toBe(all('b'));
});
