#!/usr/bin/env node
// biome-ignore-all format: a copy, kept as it came
// biome-ignore-all lint: a copy, kept as it came
// biome-ignore-all assist: a copy, kept as it came
//
// The project's acceptance check, copied so that the tests need nothing from outside; test/support/data-topics.ts runs
// it (`judge`) for test/line/e2e/*.test.ts. Change it nowhere but where it came from.
//
// Checks what came out of the line against what went in, from topic dumps alone (it knows nothing of how the line works).
//
//   node outcomes.mjs DIR      DIR holds one dump a topic: rccar-body.jsonl, rccar-engine.jsonl, rccar-remote-control.jsonl,
//                              rccar-wheel.jsonl, rccar-completed.jsonl, rccar-incomplete.jsonl, rccar-dead-letter.jsonl
//                              (an input record without a key, a JSON object, an id or a known placement must be a dead letter)
//   --heartbeat PREFIX         SKUs that begin so are heartbeats and must not come out (default "heartbeat")
//   --slack MS                 parts this near to the 5,000 ms limit may count as in time or late (default 500)
//   --failed-ok                FAILED_GET_PRICE counts as an outcome of a complete car (default: it is an error)
//
// A dump is JSON lines {partition, offset, timestamp (ms), key (string), value (object)}. A missing file is an empty topic.
// Exit 0 and one line of figures where all holds; exit 1 and the first violations otherwise.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const {
  values: opt,
  positionals: [dir],
} = parseArgs({
  allowPositionals: true,
  options: {
    heartbeat: { type: 'string', default: 'heartbeat' },
    slack: { type: 'string', default: '500' },
    'failed-ok': { type: 'boolean', default: false },
  },
});
const LIMIT = 5000,
  SLACK = Number(opt.slack);
const dump = (topic) => {
  const f = join(dir, `${topic}.jsonl`);
  return existsSync(f)
    ? readFileSync(f, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((l) => JSON.parse(l))
    : [];
};
const SLOTS = ['BODY', 'ENGINE', 'REMOTE_CONTROL', 'FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT'];
const bad = [];
const fail = (what) => bad.push(what);
const isHeartbeat = (sku) => typeof sku === 'string' && sku.startsWith(opt.heartbeat);

// what went in: sku -> part id -> {slot, at}; a part delivered twice counts once, at its first time
const cars = new Map();
let parts = 0,
  unreadable = 0;
for (const [topic, slotOf] of [
  ['rccar-body', () => 'BODY'],
  ['rccar-engine', () => 'ENGINE'],
  ['rccar-remote-control', () => 'REMOTE_CONTROL'],
  ['rccar-wheel', (v) => v.placement],
])
  for (const { key, value, timestamp } of dump(topic)) {
    if (isHeartbeat(key)) continue;
    if (!key || !value || typeof value !== 'object' || !SLOTS.includes(slotOf(value)) || !value.id) {
      unreadable++;
      continue;
    } // belongs to the dead letters
    const car = cars.get(key) ?? cars.set(key, new Map()).get(key);
    const known = car.get(value.id);
    if (known) known.at = Math.min(known.at, timestamp);
    else {
      car.set(value.id, { slot: slotOf(value), at: timestamp });
      parts++;
    }
  }

// what came out: part id -> records that hold it
const letters = dump('rccar-dead-letter');
if (letters.length !== unreadable)
  fail(`${unreadable} unreadable records went in, ${letters.length} dead letters came out`);
const dead = new Set(letters.map((r) => r.value?.id ?? r.value?.part?.id).filter(Boolean));
const outcomes = new Map();
const idsOf = (v) =>
  [v.body?.id, v.engine?.id, v.remoteControl?.id, ...(v.wheels ?? []).map((w) => w?.id)].filter(Boolean);
for (const topic of ['rccar-completed', 'rccar-incomplete'])
  for (const { key, value } of dump(topic)) {
    if (isHeartbeat(key) || isHeartbeat(value?.sku)) {
      fail(`${topic}: heartbeat ${key} came out`);
      continue;
    }
    if (value?.sku !== key) fail(`${topic}: key ${key} but sku ${value?.sku}`);
    if ((topic === 'rccar-completed') !== (value?.situation === 'COMPLETE'))
      fail(`${topic}: ${key} is ${value?.situation}`);
    (outcomes.get(key) ?? outcomes.set(key, []).get(key)).push({ topic, value, ids: idsOf(value ?? {}) });
  }

const halfEven = (x) => {
  const n = Math.round(x * 1e6) / 1e4,
    f = Math.floor(n),
    d = n - f;
  return (Math.abs(d - 0.5) < 1e-7 ? (f % 2 === 0 ? f : f + 1) : Math.round(n)) / 100;
};
const tally = {};
for (const [sku, car] of cars) {
  const records = outcomes.get(sku) ?? [];
  for (const [id] of car) {
    const n = records.filter((r) => r.ids.includes(id)).length + (dead.has(id) ? 1 : 0);
    if (n === 0) fail(`${sku}: part ${id} is lost`);
    else if (n > 1) fail(`${sku}: part ${id} came out ${n} times`);
  }
  const first = Math.min(...[...car.values()].map((p) => p.at));
  const near = [...car.values()].some((p) => Math.abs(p.at - first - LIMIT) <= SLACK);
  const inTime = new Set([...car.values()].filter((p) => p.at - first <= LIMIT).map((p) => p.slot));
  const main = records.filter((r) => r.value.situation !== 'INCOMPLETE');
  const complete = SLOTS.every((s) => inTime.has(s));
  if (near) {
    tally.AT_THE_LIMIT = (tally.AT_THE_LIMIT ?? 0) + 1;
    continue;
  }
  const want = complete
    ? opt['failed-ok']
      ? ['COMPLETE', 'FAILED_GET_PRICE']
      : ['COMPLETE']
    : [
        !inTime.has('BODY')
          ? 'MISSING_BODY'
          : !inTime.has('ENGINE')
            ? 'MISSING_ENGINE'
            : !inTime.has('REMOTE_CONTROL')
              ? 'MISSING_REMOTE_CONTROL'
              : 'MISSING_WHEELS',
      ];
  const extra = car.size > inTime.size; // late parts, or a second one for a place already taken: reported apart, as INCOMPLETE
  if (main.length !== 1 || (!extra && records.length !== 1))
    fail(`${sku}: ${records.length} outcomes (${records.map((r) => r.value.situation)})`);
  if (main[0] && !main.some((r) => want.includes(r.value.situation)))
    fail(`${sku}: ${main[0].value.situation}, expected ${want.join(' or ')}`);
  for (const r of main) {
    tally[r.value.situation] = (tally[r.value.situation] ?? 0) + 1;
    if (r.value.situation !== 'COMPLETE') continue;
    const v = r.value,
      price = (x) => x?.part?.price ?? 0;
    const total =
      price(v.body) + price(v.engine) + price(v.remoteControl) + v.wheels.reduce((s, w) => s + price(w), 0);
    if (![v.body, v.engine, v.remoteControl, ...v.wheels].every((p) => price(p) > 0))
      fail(`${sku}: a part without a price`);
    if (Math.abs(halfEven(total) - v.totalPrice) > 0.0051)
      fail(`${sku}: totalPrice ${v.totalPrice}, its parts sum to ${total}`);
  }
}
for (const [sku, records] of outcomes)
  if (!cars.has(sku)) fail(`${sku}: ${records.length} outcomes for a car that never had a part`);

console.log(
  `${cars.size} cars, ${parts} parts, ${unreadable} unreadable, ${bad.length} violations, ${JSON.stringify(tally)}`,
);
for (const b of bad.slice(0, 20)) console.log(`  ${b}`);
process.exit(bad.length ? 1 : 0);
