import { openDatabase } from 'ksqlite';

const SQL = `
  CREATE STREAM IF NOT EXISTS readings (sensor VARCHAR KEY, celsius DOUBLE)
    WITH (KAFKA_TOPIC = 'readings', VALUE_FORMAT = 'JSON', PARTITIONS = 4);

  CREATE TABLE IF NOT EXISTS heat AS
    SELECT sensor, COUNT(*) AS times, MAX(celsius) AS highest
    FROM readings
    WHERE celsius > 30
    GROUP BY sensor
    EMIT CHANGES;
`;

interface Reading {
  readonly sensor: string;
  readonly celsius: number;
}

/** A row of `heat`: names are upper case, unless SQL has them in backticks. */
interface Heat {
  readonly SENSOR: string;
  readonly TIMES: number;
  readonly HIGHEST: number;
}

/** Adds readings; gives the table `heat` as it is then. On the same folder it continues where it was. */
export async function measureHeat(folder: string, readings: readonly Reading[]): Promise<Heat[]> {
  const db = await openDatabase(folder);
  try {
    await db.execute(SQL);
    await db.insert('readings', readings);
    await db.settled();
    return await db.query<Heat>('SELECT * FROM heat;').all();
  } finally {
    await db.close();
  }
}
