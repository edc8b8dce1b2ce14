import { HEARTBEAT_PREFIX, TOPICS } from '../../../src/contracts/topic-names.ts';
import { PLACES } from '../../../src/producer/generator/part-record.ts';
import type { Dumped } from './dump.ts';

/** What can be promised of a car's situation; see `Order`. */
export interface Promised {
  /** Parts this near to the limit may count as in time or late; -1: none. ms */
  readonly slackMs: number;
  /** Which situation a car has; if not: that it has one. */
  readonly situations: boolean;
  /** What pricing may make of a complete car. */
  readonly priced: (sku: string) => readonly string[];
}

const LIMIT_MS = 5_000;

interface InPart {
  readonly place: string;
  at: number;
  readonly text: string;
}

/**
 * The rules of test/support/outcomes.mjs, as a function of what is on the topics (test/faults/outcomes.test.ts holds
 * the two against each other), and that a part comes out as it went in. Gives what is violated.
 */
export function outcomeViolations(dump: (topic: string) => readonly Dumped[], promised: Promised): string[] {
  const violations: string[] = [];
  const { cars, unreadable } = whatWentIn(dump);
  const letters = dump(TOPICS.deadLetter);
  if (letters.length !== unreadable)
    violations.push(`${unreadable} unreadable records went in, ${letters.length} dead letters came out`);
  const dead = new Set(letters.map(({ value }) => value?.id ?? value?.part?.id).filter(Boolean));
  const outcomes = whatCameOut(dump, violations);
  for (const [sku, parts] of cars) {
    const records = outcomes.get(sku) ?? [];
    violations.push(...partViolations(sku, parts, records, dead));
    violations.push(...carViolations(sku, parts, records, promised));
  }
  for (const [sku, records] of outcomes)
    if (!cars.has(sku)) violations.push(`${sku}: ${records.length} outcomes for a car that never had a part`);
  return violations;
}

/** A car's parts by their ids; a part delivered twice counts once, at its first time. */
type Parts = ReadonlyMap<string, InPart>;

export function whatWentIn(dump: (topic: string) => readonly Dumped[]): {
  readonly cars: ReadonlyMap<string, Parts>;
  readonly unreadable: number;
} {
  const cars = new Map<string, Map<string, InPart>>();
  let unreadable = 0;
  const places: readonly (readonly [string, string | undefined])[] = [
    [TOPICS.body, 'BODY'],
    [TOPICS.engine, 'ENGINE'],
    [TOPICS.remoteControl, 'REMOTE_CONTROL'],
    [TOPICS.wheel, undefined],
  ];
  for (const [topic, only] of places)
    for (const { key, value, timestamp } of dump(topic)) {
      if (key?.startsWith(HEARTBEAT_PREFIX)) continue;
      const place = only ?? value?.placement;
      if (
        !key ||
        value === null ||
        typeof value !== 'object' ||
        !PLACES.includes(place) ||
        !value.id ||
        isWrong(value)
      ) {
        unreadable++;
        continue;
      }
      const parts = cars.get(key) ?? new Map<string, InPart>();
      cars.set(key, parts);
      const known = parts.get(value.id);
      if (known === undefined) parts.set(value.id, { place, at: timestamp, text: textOf(value) });
      else known.at = Math.min(known.at, timestamp);
    }
  return { cars, unreadable };
}

/** A field of another type than its column's: the reader refuses the record. */
const isWrong = (value: { readonly part?: unknown }): boolean =>
  value.part !== undefined && value.part !== null && typeof value.part !== 'object';

interface Outcome {
  // biome-ignore lint/suspicious/noExplicitAny: whatever came out
  readonly value: any;
  // biome-ignore lint/suspicious/noExplicitAny: whatever came out
  readonly parts: readonly any[];
}

function whatCameOut(
  dump: (topic: string) => readonly Dumped[],
  violations: string[],
): ReadonlyMap<string, readonly Outcome[]> {
  const outcomes = new Map<string, Outcome[]>();
  for (const topic of [TOPICS.completed, TOPICS.incomplete])
    for (const { key, value } of dump(topic)) {
      if (key === null || key.startsWith(HEARTBEAT_PREFIX) || value?.sku !== key) {
        violations.push(`${topic}: key ${key}, sku ${value?.sku}`);
        continue;
      }
      if ((topic === TOPICS.completed) !== (value.situation === 'COMPLETE'))
        violations.push(`${topic}: ${key} is ${value.situation}`);
      const parts = [value.body, value.engine, value.remoteControl, ...(value.wheels ?? [])].filter(Boolean);
      outcomes.set(key, [...(outcomes.get(key) ?? []), { value, parts }]);
    }
  return outcomes;
}

function partViolations(
  sku: string,
  parts: Parts,
  records: readonly Outcome[],
  dead: ReadonlySet<unknown>,
): string[] {
  const violations: string[] = [];
  const out = records.flatMap((record) => record.parts);
  for (const [id, { text }] of parts) {
    const found = out.filter((part) => part.id === id);
    const times = found.length + (dead.has(id) ? 1 : 0);
    if (times === 0) violations.push(`${sku}: part ${id} is lost`);
    if (times > 1) violations.push(`${sku}: part ${id} came out ${times} times`);
    for (const part of found)
      if (textOf(part) !== text)
        violations.push(`${sku}: part ${id} went in as ${text}, came out as ${textOf(part)}`);
  }
  for (const { id } of out)
    if (!parts.has(id)) violations.push(`${sku}: part ${id} came out and never went in`);
  return violations;
}

function carViolations(sku: string, parts: Parts, records: readonly Outcome[], promised: Promised): string[] {
  const situations = records.map(({ value }) => value.situation);
  const main = records.filter(({ value }) => value.situation !== 'INCOMPLETE');
  const violations = main.flatMap(({ value }) =>
    value.situation === 'COMPLETE' ? priceViolations(value) : [],
  );
  if (main.length !== 1) violations.push(`${sku}: ${main.length} outcomes (${situations})`);
  const all = [...parts.values()];
  const first = Math.min(...all.map(({ at }) => at));
  if (!promised.situations || all.some(({ at }) => Math.abs(at - first - LIMIT_MS) <= promised.slackMs))
    return violations;

  const inTime = new Set(all.filter(({ at }) => at - first <= LIMIT_MS).map(({ place }) => place));
  const extra = parts.size > inTime.size;
  if (!extra && records.length !== 1) violations.push(`${sku}: ${records.length} records (${situations})`);
  const wanted = PLACES.every((place) => inTime.has(place)) ? promised.priced(sku) : [missing(inTime)];
  if (main[0] !== undefined && !wanted.includes(main[0].value.situation))
    violations.push(`${sku}: ${main[0].value.situation}, expected ${wanted.join(' or ')}`);
  return violations;
}

function missing(inTime: ReadonlySet<string>): string {
  if (!inTime.has('BODY')) return 'MISSING_BODY';
  if (!inTime.has('ENGINE')) return 'MISSING_ENGINE';
  return inTime.has('REMOTE_CONTROL') ? 'MISSING_WHEELS' : 'MISSING_REMOTE_CONTROL';
}

// biome-ignore lint/suspicious/noExplicitAny: whatever came out
function priceViolations(car: any): string[] {
  const prices = [car.body, car.engine, car.remoteControl, ...car.wheels].map(
    (part) => part?.part?.price ?? 0,
  );
  const violations = prices.every((price) => price > 0) ? [] : [`${car.sku}: a part without a price`];
  const cents = prices.reduce((sum, price) => sum + Math.round(price * 100), 0);
  if (Math.abs(cents / 100 - car.totalPrice) > 0.001)
    violations.push(`${car.sku}: totalPrice ${car.totalPrice}, its parts sum to ${cents / 100}`);
  return violations;
}

/** A part without its price, which pricing changes; fields in the order of their names, those that are null left out. */
function textOf(part: Readonly<Record<string, unknown>>): string {
  const { part: own, ...fields } = part;
  const { price: _, ...names } = (own ?? {}) as Readonly<Record<string, unknown>>;
  const said = Object.entries({ ...fields, ...names }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  return JSON.stringify(said.sort(([a], [b]) => (a < b ? -1 : 1)));
}
