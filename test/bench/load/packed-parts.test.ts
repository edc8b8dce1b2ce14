import { carsIn, packParts } from '../../../bench/load/packed-parts.ts';

test('holds the parts as they were generated, and when each car is due', () => {
  const parts = packParts({ cars: carsIn(2, 500, 0.25), rate: 500, missing: 0.25 });
  expect(parts.count).toBeGreaterThan(900);
  expect(parts.count).toBeLessThan(1_150);
  const lastDue = new Map<number, number>();
  const counts = new Map<number, number>();
  for (let i = 0; i < parts.count; i++) {
    const { topic, key, value } = parts.record(i);
    expect(topic).toMatch(/^rccar-/);
    expect(JSON.parse(String(value)).part.sku).toBe(key);
    if (i > 0) expect(parts.due[i]).toBeGreaterThanOrEqual(parts.due[i - 1]!);
    const car = parts.carOf(String(key));
    lastDue.set(car, parts.due[i]!);
    counts.set(car, (counts.get(car) ?? 0) + 1);
  }
  expect(lastDue.size).toBe(parts.cars);
  for (const [car, at] of lastDue) expect(parts.lastDue[car]).toBe(at);
  for (const [car, count] of counts) expect(parts.partsOf[car]).toBe(count);
  const complete = [...counts.values()].filter((count) => count === 7).length;
  expect(complete / parts.cars).toBeCloseTo(0.75, 1);
});

test('without a pace a car’s parts come close together, all due at once', () => {
  const parts = packParts({ cars: 500, rate: 'max', missing: 0 });
  const first = new Map<number, number>();
  let apart = 0;
  for (let i = 0; i < parts.count; i++) {
    expect(parts.due[i]).toBe(0);
    const car = parts.carOf(String(parts.record(i).key));
    if (!first.has(car)) first.set(car, i);
    apart = Math.max(apart, i - first.get(car)!);
  }
  expect(parts.count).toBe(3_500);
  expect(apart).toBeLessThan(200);
});
