#!/usr/bin/env node
// Checks what came out of ksql/catalogue against the history of the source of truth, from that history and topic dumps alone.
// It knows nothing of SQL or of how the product works, and is written to be read: each part says what is right, and compares.
//
//   node catalogue-check.mjs DIR --history FILE [--index FILE] [--graph FILE] [--slack MS] [--json]
//
// FILE: JSON lines, one committed state each, in order: {n, at (ms), table, key, before (row or null), after (row or null)}.
// DIR: one dump a topic, TOPIC.jsonl, JSON lines {partition, offset, timestamp (ms), key (string), value (object or null)}:
//   catalogue-documents, catalogue-price-drops, catalogue-watched-drops, catalogue-price-alerts, catalogue-lowest-prices and,
//   where cars were built, rccar-completed, rccar-taxed, rccar-cheaper. A missing file is an empty topic.
// --index: what a search index holds, one JSON object: {id: document}. Its documents are those that are offered, exactly.
// --graph: what a graph holds, one JSON object of lists: parts, suppliers, states, cars (properties of each node), and pairs of ids:
//   has (car's sku, part), suppliedBy (part, supplier), locatedIn (supplier, state).
// --slack: what was changed this near to a drop or to a car's completion may count or not (default 2,000): a watch, a supplier, a
//   rate. Everything else is exact.
// Exit 0 and one line of figures where all holds; exit 1 and the first violations otherwise.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const DAY = 86_400_000;
const CHEAPER_FOR = 600_000;
const TOPICS = [
  'catalogue-documents',
  'catalogue-price-drops',
  'catalogue-watched-drops',
  'catalogue-price-alerts',
  'catalogue-lowest-prices',
  'rccar-completed',
  'rccar-taxed',
  'rccar-cheaper',
];

/**
 * @param history committed states, in order
 * @param dumps records by topic; those of one partition by offset
 * @param sinks index and graph, as the command reads them; without one it is not looked at
 * @returns what is wrong, in words, and how much was looked at
 */
export function checkCatalogue(history, dumps, slack = 2_000, { index, graph } = {}) {
  const violations = [];
  const fail = (what) => violations.push(what);
  const records = (topic) => dumps[topic] ?? [];
  const source = readHistory(history);
  const steps = priceSteps(source.versions.parts);
  const drops = dropsOf(steps);
  checkDocuments(source, byKey(records('catalogue-documents'), fail, 'catalogue-documents'), fail);
  checkTable(
    'catalogue-price-drops',
    drops,
    byKey(records('catalogue-price-drops'), fail, 'catalogue-price-drops'),
    fail,
  );
  checkTable(
    'catalogue-lowest-prices',
    lowestOf(steps),
    byKey(records('catalogue-lowest-prices'), fail, 'catalogue-lowest-prices'),
    fail,
  );
  const watched = records('catalogue-watched-drops');
  checkWatchedDrops(
    drops,
    source.versions.watches,
    byKey(watched, fail, 'catalogue-watched-drops'),
    slack,
    fail,
  );
  checkAlerts(watched, records('catalogue-price-alerts'), fail);
  const cars = records('rccar-completed');
  checkTaxes(source, cars, records('rccar-taxed'), slack, fail);
  checkCheaper(steps, cars, records('rccar-cheaper'), slack, fail);
  const figures = { changes: history.length };
  if (index) {
    checkIndex(source, index, fail);
    figures.index = Object.keys(index).length;
  }
  if (graph) {
    checkGraph(source, cars, graph, fail);
    figures.graph = Object.values(graph).flat().length;
  }
  for (const topic of TOPICS) figures[topic] = records(topic).length;
  return { violations, figures };
}

// ---- the source of truth ----

/** The versions of each row: table → id → [{at, row}], the row null where it was deleted. */
function readHistory(history) {
  const versions = {
    parts: new Map(),
    part_images: new Map(),
    suppliers: new Map(),
    states: new Map(),
    statuses: new Map(),
    watches: new Map(),
  };
  const note = (table, id, at, row) => {
    const rows = versions[table];
    if (rows) listIn(rows, String(id)).push({ at, row });
  };
  for (const { at, table, before, after } of history) {
    if (before && (!after || after.id !== before.id)) note(table, before.id, at, null);
    if (after) note(table, after.id, at, after);
  }
  return { versions, imageLists: imageLists(history) };
}

/** Each list of images that a part had: part → [[url, …], …]. */
function imageLists(history) {
  const images = new Map();
  const lists = new Map();
  const changed = (partId) => {
    const now = [...(images.get(partId) ?? new Map()).values()];
    now.sort((a, b) => a.priority - b.priority || a.id - b.id);
    listIn(lists, partId).push(now.map((image) => image.url));
  };
  for (const { table, before, after } of history) {
    if (table !== 'part_images') continue;
    if (before) images.get(before.part_id)?.delete(before.id);
    if (after) images.set(after.part_id, (images.get(after.part_id) ?? new Map()).set(after.id, after));
    for (const partId of new Set([before?.part_id, after?.part_id]))
      if (partId !== undefined) changed(partId);
  }
  return lists;
}

/** What moved the price of a part: part → [{at, kind, before, price}], in cents. */
function priceSteps(parts) {
  const steps = new Map();
  for (const [id, versions] of parts) {
    let before = null;
    for (const { at, row } of versions) {
      const price = row && cents(row.price);
      if (!row) listIn(steps, id).push({ at, kind: 'deleted', before, price: null });
      else if (before === null) listIn(steps, id).push({ at, kind: 'created', before: null, price });
      else if (price !== before) listIn(steps, id).push({ at, kind: 'moved', before, price });
      before = price;
    }
  }
  return steps;
}

const rowNow = (versions) => versions?.at(-1)?.row ?? null;

// ---- documents ----

/** The last document is the last state; on the way nothing is shown that was not, and nothing goes back. */
function checkDocuments({ versions, imageLists }, dumped, fail) {
  for (const id of new Set([...versions.parts.keys(), ...dumped.keys()])) {
    const all = dumped.get(id) ?? [];
    const last = all.at(-1)?.value ?? null;
    const wanted = documentNow(versions, imageLists, id);
    if (wanted && !last) fail(`documents: ${id} is lost`);
    else if (!wanted && last) fail(`documents: ${id} is still there`);
    else if (!same(wanted, last && documentFields(last)))
      fail(`documents: ${id} is stale: ${text(last)}, not ${text(wanted)}`);
    const seen = new Map();
    for (const { offset, value } of all) {
      if (!value) continue;
      const d = documentFields(value);
      const place = `documents: ${id} at offset ${offset}`;
      const inOrder = (what, states, shown) => forwards(seen, what, states, shown, place, fail);
      inOrder(
        'part',
        versions.parts.get(id)?.map(({ row }) => row && ownFields(row)),
        { ...ownFields(d), price: d.price },
      );
      inOrder(
        `supplier ${d.supplier.id}`,
        versions.suppliers.get(String(d.supplier.id))?.map(({ row }) => row?.name),
        d.supplier.name,
      );
      // Images of one part lie in several partitions: on the way two of them may come in either order.
      const strange = d.images.find((url) => !imageLists.get(id)?.some((list) => list.includes(url)));
      if (strange) fail(`${place}: it never had the image ${strange}`);
      const state = [...versions.states.values()].find((rows) =>
        rows.some(({ row }) => row?.code === d.state.code),
      );
      inOrder(
        `state ${d.state.code}`,
        state?.map(({ row }) => row && stateFields(row)),
        d.state,
      );
    }
  }
}

function documentNow({ parts, statuses, suppliers, states }, imageLists, id) {
  const part = rowNow(parts.get(id));
  const status = rowNow(statuses.get(String(part?.status_id)));
  const supplier = rowNow(suppliers.get(String(part?.supplier_id)));
  const state = rowNow(states.get(String(supplier?.state_id)));
  if (!part || status?.name !== 'active' || !supplier || !state) return null;
  return {
    ...ownFields(part),
    updatedAt: part.updated_at,
    status: status.name,
    supplier: { id: supplier.id, name: supplier.name },
    state: stateFields(state),
    images: imageLists.get(id)?.at(-1) ?? [],
  };
}

const ownFields = ({ id, sku, name, kind, price, description }) => ({
  id,
  sku,
  name,
  kind,
  price: cents(price),
  description,
});
const stateFields = ({ code, name, icms }) => ({ code, name, icms: cents(icms) });
const documentFields = (d) => ({
  ...ownFields(d),
  updatedAt: d.updatedAt,
  status: d.status,
  supplier: { id: d.supplier?.id, name: d.supplier?.name },
  state: stateFields(d.state ?? {}),
  images: d.images ?? [],
});

/** `shown` is one of `states`, and none that is over since an earlier call for the same `what`. */
function forwards(seen, what, states, shown, place, fail) {
  const from = seen.get(what) ?? 0;
  const all = states ?? [];
  const found = all.findIndex((state, i) => i >= from && same(state, shown));
  if (found >= 0) seen.set(what, found);
  else if (all.some((state) => same(state, shown))) fail(`${place}: ${what} goes back to ${text(shown)}`);
  else fail(`${place}: ${what} never was ${text(shown)}`);
}

// ---- what sinks hold ----

/** The documents that are offered now, each under its id, and no others. */
function checkIndex({ versions, imageLists }, index, fail) {
  for (const id of new Set([...versions.parts.keys(), ...Object.keys(index)])) {
    const wanted = documentNow(versions, imageLists, id);
    const found = index[id] ? documentFields(index[id]) : null;
    if (!same(wanted, found)) fail(`index: ${id} is ${text(found)}, not ${text(wanted)}`);
  }
}

/** What is offered, who supplies it from where, and the cars that were built: each node and each relation once. */
function checkGraph({ versions, imageLists }, cars, graph, fail) {
  const rows = (table) => [...versions[table].values()].map(rowNow).filter((row) => row !== null);
  const offered = [...versions.parts.keys()]
    .map((id) => documentNow(versions, imageLists, id))
    .filter(Boolean);
  const completed = [...groupBy(cars, ({ key }) => key)].map(([sku, all]) => [sku, all.at(-1).value]);
  const has = completed.flatMap(([sku, car]) => partsOf(car).map((part) => [sku, part.id]));
  const suppliers = rows('suppliers');
  const states = rows('states');
  const placed = suppliers.filter((row) => row.state_id != null);
  const wanted = {
    parts: [
      ...offered.map(nodeOfPart),
      ...idsOnly(
        has.map(([, id]) => id),
        offered,
      ),
    ],
    suppliers: suppliers.map(({ id, name }) => ({ id, name })),
    states: [
      ...states.map((row) => ({ id: row.id, ...stateFields(row) })),
      ...idsOnly(
        placed.map((row) => row.state_id),
        states,
      ),
    ],
    cars: completed.map(([sku, car]) => ({ sku, totalPrice: cents(car.totalPrice) })),
    has: [...new Map(has.map((pair) => [text(pair), pair])).values()],
    suppliedBy: offered.map((document) => [document.id, document.supplier.id]),
    locatedIn: placed.map((row) => [row.id, row.state_id]),
  };
  const money = { price: cents, icms: cents, totalPrice: cents };
  const read = (each) =>
    Array.isArray(each)
      ? each
      : Object.fromEntries(
          Object.entries(each).map(([name, value]) => [name, money[name]?.(value) ?? value]),
        );
  for (const [name, all] of Object.entries(wanted)) {
    const counts = countOf(all.map(inOrder));
    for (const each of graph[name].map(read).map(inOrder)) counts.set(each, (counts.get(each) ?? 0) - 1);
    for (const [each, count] of counts)
      if (count !== 0)
        fail(`graph: ${name}: ${each} is ${count > 0 ? 'lost' : `there ${-count} times too often`}`);
  }
}

const nodeOfPart = ({ id, sku, name, kind, price, description, updatedAt }) => ({
  id,
  sku,
  name,
  kind,
  price,
  description,
  updatedAt,
});

/** Nodes that something refers to and nothing describes. */
function idsOnly(ids, described) {
  const known = new Set(described.map(({ id }) => id));
  return [...new Set(ids)].filter((id) => !known.has(id)).map((id) => ({ id }));
}

/** As text, whatever the order of fields; without those that are null. */
function inOrder(each) {
  if (Array.isArray(each)) return text(each);
  return text(
    Object.fromEntries(
      Object.entries(each)
        .filter(([, value]) => value != null)
        .sort(),
    ),
  );
}

// ---- prices ----

/** part → what the table of drops says at each step: {at, value}; value null where there is no drop. */
function dropsOf(steps) {
  return mapValues(steps, (all) => {
    let first = null;
    let previous = null;
    let last = null;
    return all.map(({ at, kind, price }) => {
      if (kind === 'deleted') return { at, value: null };
      if (kind === 'created') first = price;
      [previous, last] = [last, price];
      const holds = previous !== null && last * 10 < previous * 9 && previous * 10 < first * 9;
      const value = {
        firstPrice: first,
        previousPrice: previous,
        price: last,
        dropPercent: halfUp((first - last) * 10_000, first),
        changedAt: at,
      };
      return { at, value: holds ? value : null };
    });
  });
}

/** part → the price and the lowest price that there was on the day of each step or the 29 days before it. */
function lowestOf(steps) {
  return mapValues(steps, (all) =>
    all.map(({ at, kind, price }, i) => {
      if (kind === 'deleted') return { at, value: null };
      const today = Math.floor(at / DAY);
      const prices = all
        .slice(0, i + 1)
        .filter((step) => Math.floor(step.at / DAY) > today - 30)
        .flatMap((step) => [step.before, step.price])
        .filter((each) => each !== null);
      return { at, value: { price, lowestPrice: Math.min(...prices), changedAt: at } };
    }),
  );
}

/** A table whose every change is known: the dump has each, once, in order. Deleting what is not there says nothing. */
function checkTable(topic, expected, dumped, fail) {
  const withoutIdle = (values) =>
    values.filter((value, i) => value !== null || (i > 0 && values[i - 1] !== null));
  for (const id of new Set([...expected.keys(), ...dumped.keys()])) {
    const wanted = withoutIdle((expected.get(id) ?? []).map(({ value }) => value));
    const came = withoutIdle((dumped.get(id) ?? []).map(({ value }) => value && pick(value, PRICE_FIELDS)));
    const at = wanted.findIndex((value, i) => !same(value, came[i]));
    if (at >= 0)
      fail(
        `${topic}: ${id}: change ${at + 1} of ${wanted.length} is ${text(came[at])}, not ${text(wanted[at])}`,
      );
    else if (came.length > wanted.length)
      fail(`${topic}: ${id}: ${came.length} changes, not ${wanted.length}: ${text(came[wanted.length])}`);
  }
}

const MONEY = new Set(['firstPrice', 'previousPrice', 'price', 'dropPercent', 'lowestPrice']);
const PRICE_FIELDS = [...MONEY, 'changedAt'];
const pick = (value, names) =>
  Object.fromEntries(
    names
      .filter((name) => name in value)
      .map((name) => [name, MONEY.has(name) ? cents(value[name]) : value[name]]),
  );

/** Of the drops of a part on a day that somebody watches, the first one is told, and no other. */
function checkWatchedDrops(drops, watches, dumped, slack, fail) {
  const watching = watchersByPart(watches);
  for (const id of new Set([...drops.keys(), ...dumped.keys()])) {
    const told = [...(dumped.get(id) ?? [])];
    const days = groupBy(
      (drops.get(id) ?? []).filter(({ value }) => value),
      ({ at }) => Math.floor(at / DAY),
    );
    let previous = -1;
    for (const { value } of told) {
      if (value.changedAt < previous)
        fail(`catalogue-watched-drops: ${id}: ${value.changedAt} comes after ${previous}`);
      previous = value.changedAt;
      if (!days.has(Math.floor(value.changedAt / DAY)))
        fail(`catalogue-watched-drops: ${id}: no drop on the day of ${value.changedAt}`);
    }
    for (const [day, ofDay] of days) {
      const records = told.filter(({ value }) => Math.floor(value.changedAt / DAY) === day);
      if (records.length > 1) fail(`catalogue-watched-drops: ${id}: ${records.length} on day ${day}`);
      const [record] = records;
      for (const { at, value } of ofDay) {
        const { surely, perhaps } = watchersAt(watching.get(id) ?? [], at, slack);
        if (record && same(pick(record.value, PRICE_FIELDS), value)) {
          const named = record.value.watchers ?? [];
          if (
            !surely.every((who) => named.includes(who)) ||
            !named.every((who) => perhaps.includes(who)) ||
            new Set(named).size !== named.length ||
            !named.length
          )
            fail(`catalogue-watched-drops: ${id} at ${at}: watched by ${named}, not ${surely}`);
          break;
        }
        if (surely.length) {
          fail(
            `catalogue-watched-drops: ${id}: the drop at ${at}, the first one watched on its day, ${record ? `is told as ${text(record.value)}` : 'is lost'}`,
          );
          break;
        }
        if (record && at === ofDay.at(-1).at)
          fail(`catalogue-watched-drops: ${id}: there was no drop ${text(record.value)}`);
      }
    }
  }
}

/** part → [{customer, from, to}] */
function watchersByPart(watches) {
  const spans = new Map();
  for (const versions of watches.values())
    versions.forEach(({ at, row }, i) => {
      if (row)
        listIn(spans, row.part_id).push({
          customer: row.customer_id,
          from: at,
          to: versions[i + 1]?.at ?? Infinity,
        });
    });
  return spans;
}

function watchersAt(spans, at, slack) {
  const who = (test) => [...new Set(spans.filter(test).map(({ customer }) => customer))];
  return {
    surely: who(({ from, to }) => from < at - slack && to > at + slack),
    perhaps: who(({ from, to }) => from <= at + slack && to >= at - slack),
  };
}

/** Each watched drop makes one alert for each of its watchers. */
function checkAlerts(watched, alerts, fail) {
  const name = (id, who, value) => `${id} for customer ${who}: ${text(pick(value, PRICE_FIELDS))}`;
  const came = countOf(alerts.map(({ key, value }) => name(key, value?.customerId, value ?? {})));
  const wanted = countOf(
    watched.flatMap(({ key, value }) => (value.watchers ?? []).map((who) => name(key, who, value))),
  );
  for (const [what, times] of wanted)
    if ((came.get(what) ?? 0) !== times)
      fail(`catalogue-price-alerts: ${what} came ${came.get(what) ?? 0} times`);
  for (const what of came.keys())
    if (!wanted.has(what)) fail(`catalogue-price-alerts: ${what} is for nothing`);
  const latest = new Map();
  for (const { key, value } of alerts) {
    if (value && value.changedAt < (latest.get(key) ?? 0))
      fail(`catalogue-price-alerts: ${key}: ${value.changedAt} comes after ${latest.get(key)}`);
    latest.set(key, value?.changedAt ?? 0);
  }
}

// ---- cars ----

const partsOf = ({ body, engine, remoteControl, wheels }) => [body, engine, remoteControl, ...(wheels ?? [])];

/** Each completed car is taxed once: its seven parts, at the rates of their states then, and their sum. */
function checkTaxes({ versions }, cars, taxed, slack, fail) {
  const bySku = groupBy(taxed, ({ key }) => key);
  for (const [sku, ofSku] of groupBy(cars, ({ key }) => key)) {
    const records = bySku.get(sku) ?? [];
    if (records.length !== ofSku.length)
      fail(`rccar-taxed: ${sku} was completed ${ofSku.length} times and taxed ${records.length} times`);
    for (const { value } of records) {
      const car = ofSku.find(({ timestamp }) => timestamp === value.completedAt);
      if (!car) {
        fail(`rccar-taxed: ${sku} was not completed at ${value.completedAt}`);
        continue;
      }
      checkTax(versions, sku, car, value, slack, fail);
    }
  }
  const completed = new Set(cars.map(({ key }) => key));
  for (const sku of bySku.keys()) if (!completed.has(sku)) fail(`rccar-taxed: ${sku} was never completed`);
}

function checkTax(versions, sku, car, { parts, totalTax, totalPrice }, slack, fail) {
  let sum = 0;
  for (const part of partsOf(car.value)) {
    const line = parts?.find(({ id }) => id === part.id);
    const price = cents(part.part.price);
    if (!line || cents(line.price) !== price) {
      fail(`rccar-taxed: ${sku}: part ${part.id} at ${price / 100} is ${text(line)}`);
      continue;
    }
    const rate = line.icms == null ? null : cents(line.icms);
    const tax = rate === null ? null : halfUp(price * rate, 10_000);
    sum += tax ?? 0;
    if ((line.tax == null ? null : cents(line.tax)) !== tax)
      fail(`rccar-taxed: ${sku}: part ${part.id}: ${line.icms} % of ${line.price} is not ${line.tax}`);
    const rates = ratesAt(versions, part.id, car.timestamp, slack);
    if (!rates.has(rate))
      fail(
        `rccar-taxed: ${sku}: part ${part.id} at rate ${rate}, not ${[...rates]} (hundredths of a per cent)`,
      );
  }
  if (parts?.length !== 7) fail(`rccar-taxed: ${sku}: ${parts?.length} parts`);
  if (cents(totalTax ?? 0) !== sum)
    fail(`rccar-taxed: ${sku}: total ${totalTax}, its parts sum to ${sum / 100}`);
  if (cents(totalPrice) !== cents(car.value.totalPrice))
    fail(`rccar-taxed: ${sku}: price ${totalPrice}, not ${car.value.totalPrice}`);
}

/** The rates that a part of a car completed at `at` may have; null: none is known. Nothing that came later counts. */
function ratesAt({ parts, suppliers, states }, partId, at, slack) {
  const rates = new Set();
  const then = (versions, read) => valuesThen(versions, at, slack, read);
  for (const supplierId of then(parts.get(partId), (row) => row.supplier_id))
    for (const stateId of then(suppliers.get(String(supplierId)), (row) => row.state_id))
      for (const rate of then(states.get(String(stateId)), (row) => cents(row.icms))) rates.add(rate);
  return rates;
}

/**
 * What a row said at `at`, or while `slack` before it: a change so near may not be known yet. The oldest that is known, where the
 * row came later; null where it may not be known at all. What it said last, where it was deleted.
 */
function valuesThen(versions, at, slack, read) {
  const known = (versions ?? []).filter(({ row }) => row !== null);
  const since = known.findLastIndex((version) => version.at <= at - slack);
  const values = known.slice(Math.max(since, 0)).filter((version, i) => i === 0 || version.at <= at);
  const isYoung = since < 0 && (known[0]?.at ?? Infinity) > at - slack;
  return new Set([...values.map(({ row }) => read(row)), ...(isYoung ? [null] : [])]);
}

/**
 * A step of a part within ten minutes of a car's completion that leaves the car below its total is told, with the new total. Where
 * several of its parts step at one time, they come in any order, each may be told, and the last one tells what all of them come to.
 */
function checkCheaper(steps, cars, cheaper, slack, fail) {
  const bySku = groupBy(cheaper, ({ key }) => key);
  for (const { key: sku, value: car, timestamp: completedAt } of cars) {
    const inTime = ({ at, price }) => price !== null && at >= completedAt && at <= completedAt + CHEAPER_FOR;
    const parts = partsOf(car).map((part) => ({
      sold: cents(part.part.price),
      steps: (steps.get(part.id) ?? []).filter(inTime),
    }));
    const told = [...(bySku.get(sku) ?? [])].sort((a, b) => a.offset - b.offset);
    bySku.delete(sku);
    const total = cents(car.totalPrice);
    const times = parts.flatMap((part) => part.steps.map(({ at }) => at));
    for (const at of new Set(times)) {
      const records = told.filter(({ value }) => value.changedAt === at);
      const whenAllCame = totalRange(parts, total, (part) => pricesAround(part, at, slack, false));
      const onTheWay = totalRange(parts, total, (part) => pricesAround(part, at, slack, true));
      const isBelow = whenAllCame.most < total;
      if (isBelow && !records.length)
        fail(`rccar-cheaper: ${sku} is ${whenAllCame.most / 100} since ${at}, and is not told`);
      if (records.length > times.filter((time) => time === at).length)
        fail(`rccar-cheaper: ${sku}: ${records.length} records of ${at}`);
      records.forEach(({ value }, i) => {
        const { least, most } = isBelow && i === records.length - 1 ? whenAllCame : onTheWay;
        const now = cents(value.totalNow);
        if (now < least || now > most || now >= total || cents(value.totalPrice) !== total)
          fail(
            `rccar-cheaper: ${sku} at ${at}: ${value.totalPrice} → ${value.totalNow}, not ${total / 100} → ${least / 100} to ${most / 100}`,
          );
      });
    }
    for (const { value } of told)
      if (!times.includes(value.changedAt))
        fail(`rccar-cheaper: ${sku}: no part of it changed its price at ${value.changedAt}`);
  }
  for (const sku of bySku.keys()) fail(`rccar-cheaper: ${sku} was never completed`);
}

/** What a car comes to: its total, moved by what each part may cost now. */
function totalRange(parts, total, pricesOf) {
  const sum = (one) => parts.reduce((all, part) => all + one(...pricesOf(part)) - part.sold, total);
  return { least: sum(Math.min), most: sum(Math.max) };
}

/** What a part of a car may cost when a part of it steps at `at`: what is near to it counts or not. */
function pricesAround({ sold, steps }, at, slack, onTheWay) {
  const own = steps.filter((step) => step.at === at).map(({ price }) => price);
  if (own.length && !onTheWay && slack === 0) return own.slice(-1);
  const before = steps.filter((step) => step.at < at - slack).at(-1)?.price ?? sold;
  const near = steps.filter((step) => Math.abs(step.at - at) <= slack).map(({ price }) => price);
  return own.length && !onTheWay ? near : [before, ...near];
}

// ---- small things ----

/** Hundredths, of a number or a text. */
function cents(value) {
  return Math.round(Number(value) * 100);
}

/** a / b, rounded; halves go up. Whole numbers, not negative. */
function halfUp(a, b) {
  return Math.floor((2 * a + b) / (2 * b));
}

/** Records by key, in order of offset; a key has one partition, an offset one record. */
function byKey(records, fail, topic) {
  const places = new Set();
  for (const { partition, offset } of records) {
    if (places.has(`${partition}/${offset}`))
      fail(`${topic}: offset ${offset} of partition ${partition} is there twice`);
    places.add(`${partition}/${offset}`);
  }
  const keys = groupBy(
    [...records].sort((a, b) => a.offset - b.offset),
    ({ key }) => key,
  );
  for (const [key, all] of keys)
    if (new Set(all.map(({ partition }) => partition)).size > 1)
      fail(`${topic}: ${key} is in several partitions`);
  return keys;
}

function listIn(map, key) {
  if (!map.has(key)) map.set(key, []);
  return map.get(key);
}

function countOf(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** As Map.groupBy, which Node 20 does not have. */
function groupBy(all, keyOf) {
  const groups = new Map();
  for (const each of all) listIn(groups, keyOf(each)).push(each);
  return groups;
}

const mapValues = (map, f) => new Map([...map].map(([key, value]) => [key, f(value)]));
const text = (value) => JSON.stringify(value) ?? 'nothing';

/** Equal, whatever the order of fields; null and nothing are equal. */
function same(a, b) {
  if (a === b || (a == null && b == null)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a == null || b == null) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((name) => same(a[name], b[name]));
}

// ---- the command ----

function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      history: { type: 'string' },
      index: { type: 'string' },
      graph: { type: 'string' },
      slack: { type: 'string', default: '2000' },
      json: { type: 'boolean', default: false },
    },
  });
  const lines = (file) =>
    existsSync(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : [];
  if (!values.history || !positionals[0] || !existsSync(values.history)) {
    console.error(
      'usage: catalogue-check.mjs DIR --history FILE [--index FILE] [--graph FILE] [--slack MS] [--json]',
    );
    process.exit(2);
  }
  const dumps = Object.fromEntries(
    TOPICS.map((topic) => [topic, lines(join(positionals[0], `${topic}.jsonl`))]),
  );
  const json = (file) => file && JSON.parse(readFileSync(file, 'utf8'));
  const sinks = { index: json(values.index), graph: json(values.graph) };
  const { violations, figures } = checkCatalogue(lines(values.history), dumps, Number(values.slack), sinks);
  if (values.json) console.log(JSON.stringify({ violations, figures }));
  else {
    console.log(`${violations.length} violations, ${JSON.stringify(figures)}`);
    for (const each of violations.slice(0, 20)) console.log(`  ${each}`);
  }
  process.exitCode = violations.length ? 1 : 0;
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) main();
