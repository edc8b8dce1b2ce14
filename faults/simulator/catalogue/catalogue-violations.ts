import type { Topics } from 'ksqlite/topics';
import { EmbeddedCatalogue } from '../../../src/catalogue/source/embedded/embedded-catalogue.ts';
import { changeTopic, publishedRow, TABLE_NAMES } from '../../../src/catalogue/tables/tables.ts';

/** What is wrong with a catalogue that was killed: read back from its rows, and held against its events alone. */
export async function catalogueViolations(topics: Topics): Promise<readonly string[]> {
  const wrong: string[] = [];
  const { rows, rowEvents } = await EmbeddedCatalogue.open(topics);
  const events: { readonly number: number; readonly at: number }[] = [];
  for (const table of TABLE_NAMES) {
    const byEvents = new Map<string | number, string>();
    for (const { partition, end } of (await topics.ranges(changeTopic(table))) ?? [])
      for (const { key, value } of await topics.read(changeTopic(table), partition, 0, end)) {
        if (value === null) continue;
        const id = JSON.parse(String(key)).id;
        const { before, after, source } = JSON.parse(String(value));
        events.push({ number: source.lsn, at: source.ts_ms });
        if ((byEvents.get(id) ?? 'null') !== JSON.stringify(before))
          wrong.push(`${table} ${id}: event ${source.lsn} is not behind the one before it`);
        if (after === null) byEvents.delete(id);
        else byEvents.set(id, JSON.stringify(after));
      }
    const rowsThere = [...rows.table(table).values()];
    if (rowsThere.length !== byEvents.size)
      wrong.push(`${table}: ${rowsThere.length} rows, ${byEvents.size} by its events`);
    for (const row of rowsThere)
      if (byEvents.get(row.id) !== JSON.stringify(publishedRow(table, row)))
        wrong.push(`${table} ${row.id}: another row than its events say`);
  }
  events.sort((a, b) => a.number - b.number);
  const isEachOnce = events.every(({ number }, index) => number === index + 1);
  if (!isEachOnce || events.length !== rowEvents)
    wrong.push(`${rowEvents} rows were committed, ${events.length} events are there, or not each once`);
  const early = events.find(({ at }, index) => at < (events[index - 1]?.at ?? 0));
  if (early !== undefined) wrong.push(`event ${early.number} has a time before that of the event before it`);
  return wrong;
}

/** All rows as a text; when they were written is left out. */
export async function rowsText(topics: Topics): Promise<string> {
  const { rows } = await EmbeddedCatalogue.open(topics);
  const all = TABLE_NAMES.map((table) => [...rows.table(table).values()]);
  return JSON.stringify(all, (column, value) => (column === 'updated_at' ? '' : value));
}
