import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aggregateFunction, scalarFunction } from 'ksqlite';
import { openTestDriver } from 'ksqlite/testing';

const PLACE = 'STRUCT<LAT DOUBLE, LON DOUBLE>';
const radians = (degrees: number | null): number => ((degrees ?? 0) * Math.PI) / 180;

/** DISTANCE(here, there): kilometres along the surface of the earth. */
const distance = scalarFunction({
  name: 'DISTANCE',
  description: 'Kilometres between two places.',
  args: [PLACE, PLACE],
  argNames: ['here', 'there'],
  returns: 'DOUBLE',
  call: (here, there) => {
    const [a, b] = [radians(here.LAT), radians(there.LAT)];
    const turn = radians(there.LON) - radians(here.LON);
    const h = Math.sin((b - a) / 2) ** 2 + Math.cos(a) * Math.cos(b) * Math.sin(turn / 2) ** 2;
    return 2 * 6371 * Math.asin(Math.sqrt(h));
  },
});

/** PATH(place): how far somebody came, from place to place. */
const path = aggregateFunction({
  name: 'PATH',
  args: ['DOUBLE', 'DOUBLE'],
  state: 'STRUCT<LAT DOUBLE, LON DOUBLE, FLAT DOUBLE>',
  returns: 'DOUBLE',
  initial: () => ({ LAT: null, LON: null, FLAT: 0 }),
  add: ({ LAT, LON, FLAT }, lat, lon) => ({
    LAT: lat,
    LON: lon,
    FLAT: LAT === null || LON === null ? 0 : FLAT + Math.hypot(lat - LAT, lon - LON),
  }),
  result: ({ FLAT }) => FLAT,
});

const SQL = `
  CREATE STREAM seen (who VARCHAR KEY, place ${PLACE})
    WITH (KAFKA_TOPIC = 'seen', VALUE_FORMAT = 'JSON', PARTITIONS = 1);
  CREATE STREAM away AS
    SELECT who, ROUND(DISTANCE(place, STRUCT(lat := 52.52E0, lon := 13.4E0))) AS km FROM seen;
  CREATE TABLE ways AS SELECT who, PATH(place->lat, place->lon) AS way FROM seen GROUP BY who;`;

test('how far somebody is away, and came', () => {
  const driver = openTestDriver({ sql: SQL, functions: [distance, path] });
  driver.pipe('seen', [
    { who: 'ada', place: { lat: 52.52, lon: 13.4 } },
    { who: 'ada', place: { lat: 48.52, lon: 10.4 } },
  ]);
  assert.deepEqual(
    driver.read('away').map(({ value }) => value),
    [{ KM: 0 }, { KM: 493 }],
  );
  assert.deepEqual(driver.rows('ways'), [{ WHO: 'ada', WAY: 5 }]);
  assert.deepEqual(driver.errors(), []);
  driver.close();
});
