/** A process of its own, so that no module is loaded that it does not ask for: reads what another one wrote in a format with a schema. */
import { openDatabase } from '../../../src/index.ts';

const [folder = ''] = process.argv.slice(2);
const db = await openDatabase(folder);
await db.settled();
const rows = await db.query('SELECT * FROM readings;').all();
const lines: string[] = [];
for (const { SENSOR, CELSIUS } of rows) lines.push(`${SENSOR} ${CELSIUS}`);
await db.execute(
  "CREATE STREAM late WITH (KAFKA_TOPIC = 'late', VALUE_FORMAT = 'PROTOBUF') AS SELECT * FROM readings;",
);
await db.settled();
lines.push(`late ${db.countRecords('late')}`);
await db.close();
process.stdout.write(lines.join('\n'));
