import { packParts } from '../../../bench/load/packed-parts.ts';

test('holds the parts as they were generated, and when each car is due', () => {
  const parts = packParts({ seconds: 2, rate: 500, missing: 0.25 });
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
