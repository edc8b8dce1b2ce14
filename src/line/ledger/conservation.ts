import type { DeadLetters } from './dead-letters.ts';
import type { Doubles } from './doubles.ts';
import type { Conservation, Finding } from './ledger-summary.ts';
import type { OpenCar } from './open-car.ts';
import { flagsOf, IN, OUT } from './part-state.ts';

/** Goes through all open cars for what is lost; `max` names of each kind. */
export function conservation(
  open: ReadonlyMap<string, OpenCar>,
  partsTwice: Doubles,
  carsTwice: Doubles,
  letters: DeadLetters,
  max: number,
): Conservation {
  const { without, tooMany } = letters.counts();
  const letterNames = letters.examples(max);
  const lost = finding(without, letterNames.without);
  const unknown = finding(0, []);
  const carsWithout = finding(0, []);
  for (const [sku, car] of open) {
    if (car.parts.size === 0) note(unknown, sku, max);
    else if (car.unmatched === 0 && car.mains === 0) note(carsWithout, sku, max);
    for (const [id, state] of car.parts) {
      const way = flagsOf(state) & (IN | OUT);
      if (way === IN) note(lost, id, max);
      if (way === OUT) note(unknown, id, max);
    }
  }
  const doubled: Finding = {
    count: partsTwice.count() + tooMany,
    first: [...partsTwice.first(max), ...letterNames.tooMany].slice(0, max),
  };
  const twice: Finding = { count: carsTwice.count(), first: carsTwice.first(max) };
  const all = [lost, doubled, twice, carsWithout, unknown];
  return {
    holds: all.every(({ count }) => count === 0),
    lost,
    doubled,
    carsTwice: twice,
    carsWithout,
    unknown,
  };
}

interface Growing {
  count: number;
  readonly first: string[];
}

function finding(count: number, first: readonly string[]): Growing {
  return { count, first: [...first] };
}

function note(found: Growing, name: string, max: number): void {
  found.count += 1;
  if (found.first.length < max) found.first.push(name);
}
