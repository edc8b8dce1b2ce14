import { setTimeout as wait } from 'node:timers/promises';
import { KsqlError, openDatabase } from '../../../src/index.ts';

/**
 * One of several processes that want a folder at the same time: tries until it has it, adds a row, and says so once that
 * is acknowledged. Says `refused` for each time that another process had the folder.
 */
async function contend(folder: string, name: string): Promise<void> {
  for (;;) {
    try {
      const db = await openDatabase(folder);
      await db.execute(
        `CREATE STREAM IF NOT EXISTS s (who VARCHAR) WITH (KAFKA_TOPIC='s', VALUE_FORMAT='JSON', PARTITIONS=1);`,
      );
      await db.insert('s', [{ who: name }]);
      process.stdout.write(`acknowledged ${name}\n`);
      await db.close();
      return;
    } catch (error) {
      if (!(error instanceof KsqlError) || error.code !== 'LOG_LOCKED') throw error;
      process.stdout.write(`refused ${error.message}\n`);
      await wait(1 + Math.random() * 20);
    }
  }
}

// all begin together: loading takes each process another time
process.stdout.write('ready\n');
process.stdin.once('data', () => {
  process.stdin.destroy();
  void contend(process.argv[2] ?? '', process.argv[3] ?? '');
});
