import type { Database } from 'ksqlite';
import { memoryDisk, openOnDisk } from 'ksqlite/testing';
import { PARTITIONS } from '../../../src/contracts/topic-names.ts';
import { baseFolder } from '../../simulator/base-folder.ts';

const NOW = 1_795_305_600_000;

/** A database in memory that runs the statements of ksql/, with a stream of all types beside them. */
export async function lineDatabase(): Promise<Database> {
  const disk = memoryDisk();
  for (const [file, bytes] of await baseFolder(NOW, PARTITIONS)) disk.files.set(file, bytes);
  const database = openOnDisk(disk, { now: () => NOW });
  await database.execute(ALL_TYPES);
  return database;
}

const ALL_TYPES = `
CREATE STREAM all_types (k VARCHAR KEY, b BOOLEAN, i INT, l BIGINT, d DOUBLE, m DECIMAL(12, 3), s VARCHAR, y BYTES, da DATE,
  ti TIME, ts TIMESTAMP, al ARRAY<BIGINT>, ma MAP<VARCHAR, DOUBLE>, st STRUCT<x VARCHAR, z ARRAY<INT>>)
  WITH (KAFKA_TOPIC = 'all-types', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
CREATE TABLE rows_by_key (k VARCHAR PRIMARY KEY, v INT) WITH (KAFKA_TOPIC = 'rows', VALUE_FORMAT = 'JSON', PARTITIONS = 4);
CREATE TABLE counted AS SELECT s, COUNT(*) AS n, MAX(i) AS most FROM all_types GROUP BY s EMIT CHANGES;
`;
