/** What a state that grows writes to its changelog: as the changes say, it becomes what it was, to the order of its entries. */
import fc from 'fast-check';
import { stateCodec } from '../../../src/formats/value-text.ts';
import type { BoundAggregate } from '../../../src/functions/aggregate-function.ts';
import { INTEGER, STRING } from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';
import { argumentOf, bindAggregate } from '../support.ts';

const N = argumentOf(INTEGER, 12);
const bound = (name: string): BoundAggregate =>
  bindAggregate(name, /^TOPK|BY_OFFSET$/.test(name) ? [argumentOf(STRING), N] : [argumentOf(STRING)]);
const NAMES = [
  'COLLECT_LIST',
  'COLLECT_SET',
  'HISTOGRAM',
  'COUNT_DISTINCT',
  'ATTR',
  'TOPK',
  'TOPKDISTINCT',
  'EARLIEST_BY_OFFSET',
  'LATEST_BY_OFFSET',
];

const texts = fc.option(
  fc.integer({ min: 0, max: 60 }).map((n) => `v${n}`),
  { nil: null, freq: 12 },
);

/** By JSON a MAP and its order. */
const shown = (value: SqlValue): string =>
  JSON.stringify(value, (_, part) => (part instanceof Map ? [...part] : part));

test.each(NAMES)('%s: a state and its change are the next state', (name) => {
  const aggregate = bound(name);
  const { changes, stateType } = aggregate;
  if (changes === undefined) throw new Error('it is written whole');
  const state = stateCodec(stateType);
  const change = stateCodec(changes.type);
  let written = 0;
  const steps = fc.array(fc.record({ value: texts, undo: fc.boolean() }), { maxLength: 120, size: 'max' });
  fc.assert(
    fc.property(steps, (all) => {
      let live = aggregate.initial;
      let stored = aggregate.initial;
      for (const { value, undo } of all) {
        const taken = undo && aggregate.undo !== undefined ? aggregate.undo(live, [value]) : live;
        const next = aggregate.add(taken, [value]);
        const made = changes.between(live, next);
        if (made === undefined) stored = state.decode(state.encode(next));
        else {
          written++;
          stored = changes.apply(stored, change.decode(change.encode(made)));
        }
        live = next;
        expect(shown(stored)).toBe(shown(live));
      }
    }),
    { numRuns: 30 },
  );
  expect(written).toBeGreaterThan(0);
});

test.each(NAMES)('%s: a change is as small in a large group', (name) => {
  const aggregate = bound(name);
  const { changes } = aggregate;
  if (changes === undefined) throw new Error('it is written whole');
  const codec = stateCodec(changes.type);
  let longest = 0;
  let whole = 0;
  let live = aggregate.initial;
  for (let i = 0; i < 1_200; i++) {
    const next = aggregate.add(live, [`value ${(i * 7919) % 1_201}`]);
    if (next !== live) {
      const made = changes.between(live, next);
      if (made === undefined) whole++;
      else longest = Math.max(longest, codec.encode(made).length);
    }
    live = next;
  }
  expect({ longest: longest <= 80, whole: whole <= 40 }).toEqual({ longest: true, whole: true });
});
