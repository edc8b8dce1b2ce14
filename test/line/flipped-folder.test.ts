import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KsqlError, openDatabase } from 'ksqlite';
import { engineOf, type LogRecord, nodeDisk, openTopicLog } from 'ksqlite/testing';
import { chanceFrom, freshSeed } from '../../packages/ksqlite/test/support/fresh-seed.ts';

const NOW = 1_795_305_600_000;
const FLIPS = 200;
const SEED = freshSeed('FLIPS_SEED');
const SQL = `
  CREATE STREAM a (k VARCHAR KEY, v INT) WITH (KAFKA_TOPIC = 'a', VALUE_FORMAT = 'JSON', PARTITIONS = 2);
  CREATE TABLE sums WITH (KAFKA_TOPIC = 'sums') AS SELECT k, SUM(v) AS s FROM a GROUP BY k EMIT CHANGES;
`;

const home = mkdtempSync(join(tmpdir(), 'rccar-flips-'));
const folder = join(home, 'data');
const copy = join(home, 'flipped');
afterAll(() => rmSync(home, { recursive: true, force: true }));

const logFolder = (data: string): string => join(data, 'log');
const open = (data: string) => openDatabase(data, { now: () => NOW });

type Topics = ReturnType<typeof openTopicLog>['topics'];

/** Each partition's records, as texts. */
const recordsOn = (topics: Topics): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...topics.values()].flatMap(({ name, partitions }) =>
      partitions.map((partition): [string, readonly string[]] => [
        `${name}/${partition.partition}`,
        Array.from({ length: partition.highWatermark }, (_, offset) => textOf(partition.get(offset))),
      ]),
    ),
  );
const textOf = ({ timestamp, key, value }: LogRecord): string => `${timestamp} ${key} ${value}`;

async function makeFolder(): Promise<ReadonlyMap<string, readonly string[]>> {
  const database = await open(folder);
  const engine = engineOf(database);
  await engine.execute(SQL);
  const [one, other] = engine.log.topics.get('a')!.partitions;
  for (let i = 0; i < 60; i++) {
    engine.log.append(i % 3 === 0 ? one! : other!, NOW + i, `key ${i % 7}`, JSON.stringify({ v: i }));
    if (i % 5 === 0) await engine.scheduler.settled();
  }
  await engine.scheduler.settled();
  const records = recordsOn(engine.log.topics);
  await database.close();
  return records;
}

/** What a start, and a reader beside it, make of the folder. */
async function readBy(start: boolean): Promise<Topics> {
  if (!start) return openTopicLog({ disk: nodeDisk(logFolder(copy)), now: () => NOW, readOnly: true }).topics;
  const database = await open(copy);
  try {
    return engineOf(database).log.topics;
  } finally {
    await database.close();
  }
}

it.each([
  ['a start', true],
  ['npm run topic', false],
])(
  `a bit that flips anywhere in the folder is named, or torn off its end, or no data (FLIPS_SEED=${SEED}): %s`,
  async (_, start) => {
    rmSync(folder, { recursive: true, force: true });
    const whole = await makeFolder();
    writeFileSync(join(folder, 'lock'), '999999999 1 boot'); // of a process that was killed
    const files = ['lock', ...readdirSync(logFolder(folder)).map((name) => join('log', name))];
    const { random } = chanceFrom(SEED);
    const made = { same: 0, shorter: 0, named: 0 };
    for (let i = 0; i < FLIPS; i++) {
      const file = files[i % files.length]!;
      const at = Math.floor(random() * statSync(join(folder, file)).size);
      rmSync(copy, { recursive: true, force: true });
      cpSync(folder, copy, { recursive: true });
      const bytes = readFileSync(join(copy, file));
      bytes[at]! ^= 1 << Math.floor(random() * 8);
      writeFileSync(join(copy, file), bytes);
      try {
        const found = recordsOn(await readBy(start));
        let isShorter = false;
        for (const [partition, texts] of whole) {
          const now = found.get(partition) ?? [];
          // another statement may have written behind what is there: never something else
          expect(texts.slice(0, now.length)).toEqual(now.slice(0, texts.length));
          if (now.length < texts.length) isShorter = true;
        }
        made[isShorter ? 'shorter' : 'same']++;
      } catch (error) {
        if (!(error instanceof KsqlError)) throw error;
        expect(['LOG_DAMAGED', 'LOG_LOCKED']).toContain(error.code);
        made.named++;
      }
    }
    expect(made.named).toBeGreaterThan(FLIPS / 10);
    expect(made.named + made.same + made.shorter).toBe(FLIPS);
  },
  120_000,
);
