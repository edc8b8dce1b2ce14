/**
 * A data folder for `npm start` in which things are wrong, to look for them on the page: a query of which the function is gone, and
 * records that nobody can read. `--price-delay` makes it a slow line, too.
 */
import { openDatabase, scalarFunction } from 'ksqlite';

const pounds = scalarFunction({
  name: 'POUNDS',
  description: 'Kilograms as pounds.',
  args: ['DOUBLE'],
  returns: 'DOUBLE',
  call: (kilograms) => kilograms * 2.2046,
});

/** The line opens it without that function, so that the query which calls it can't run. */
export async function faultyLine(folder: string): Promise<void> {
  const database = await openDatabase(folder, { functions: [pounds] });
  await database.execute(`
    CREATE STREAM weighed (sku VARCHAR KEY, weight DOUBLE)
      WITH (KAFKA_TOPIC = 'rccar-body', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
    CREATE STREAM weighed_in_pounds AS SELECT sku, POUNDS(weight) AS pounds FROM weighed;`);
  await database.topics.produce([
    { topic: 'rccar-body', key: 'car-without-a-body', value: 'a body, hardly readable' },
    { topic: 'rccar-body', key: 'car-without-a-body', value: '{"part": {"sku": 5' },
  ]);
  await database.close();
}

const [, script, folder] = process.argv;
if (script?.endsWith('faulty-line.ts') && folder !== undefined) await faultyLine(folder);
