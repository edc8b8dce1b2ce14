/** Whether all that a line made of a catalogue's changes is what its history says: nothing lost, doubled, stale, out of order, or told. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE_OUTPUTS } from '../../src/catalogue/output-topics.ts';
import type { HistoryLine } from '../../src/catalogue/source/source-of-truth.ts';
import { changeTopic, TABLE_NAMES } from '../../src/catalogue/tables/tables.ts';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import { checkCatalogue } from './catalogue-check.mjs';
import { checkEvents } from './catalogue-events.mjs';
import { type Dumped, judge, readTopic } from './data-topics.ts';

export interface CatalogueJudgement {
  readonly violations: readonly string[];
  /** What was looked at. */
  readonly figures: Readonly<Record<string, number>>;
  readonly history: readonly HistoryLine[];
}

/**
 * @param data the line's folder, which nobody has open
 * @param historyFile what the source of truth has committed
 * @param slackMs what may count or not: see catalogue-check.mjs
 */
export async function judgeCatalogue(
  data: string,
  historyFile: string,
  slackMs: number,
): Promise<CatalogueJudgement> {
  const history: HistoryLine[] = readFileSync(historyFile, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const violations: string[] = [];
  const cars = await judge(data, '--failed-ok');
  if (cars.code !== 0) violations.push(cars.text);

  const events: Record<string, readonly Dumped[]> = {};
  for (const table of TABLE_NAMES) events[table] = await readTopic(data, changeTopic(table));
  const { violations: ofEvents, published, counts } = checkEvents(history, events);
  violations.push(...ofEvents);

  const completed = await readTopic(data, TOPICS.completed);
  violations.push(...strangePrices(history, completed));
  const dumps: Record<string, readonly Dumped[]> = { [TOPICS.completed]: completed };
  for (const topic of [...Object.keys(CATALOGUE_OUTPUTS), 'catalogue-watched-drops'])
    dumps[topic] = await readTopic(data, topic);
  const checked = checkCatalogue(published, dumps, slackMs);
  violations.push(...checked.violations);
  return { violations, figures: { ...checked.figures, ...counts }, history };
}

/** No car has a price that its part never had. */
function strangePrices(history: readonly HistoryLine[], completed: readonly Dumped[]): readonly string[] {
  const prices = new Set(
    history.flatMap(({ table, key, after }) => (table === 'parts' ? `${key} ${Number(after?.price)}` : [])),
  );
  return completed
    .flatMap(({ value }) => [value.body, value.engine, value.remoteControl, ...value.wheels])
    .map(({ id, part }) => `${id} ${part.price}`)
    .filter((price) => !prices.has(price))
    .map((price) => `a car has a price that its part never had: ${price}`);
}

/** Files below a folder that have one of these words: any byte of them is looked at. */
export function filesWith(folder: string, words: readonly string[]): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => {
      const bytes = readFileSync(file);
      return words.some((word) => bytes.includes(word));
    });
}
