import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readFolder } from 'ksqlite';
import { schemaIdIn } from 'ksqlite/schemas';
import { TOPICS } from '../../../src/contracts/topic-names.ts';
import { judge, readTopic } from '../../support/data-topics.ts';
import { carLines, inputFile, partLine, seeded, unreadableLines, without } from '../../support/input-cars.ts';
import { cleanUp, type Ended, runLine, startLine, temporaryFolder } from '../../support/line-process.ts';

afterAll(cleanUp);

const random = seeded(61);
const LINES = [
  ...Array.from({ length: 12 }, (_, i) =>
    carLines(`whole-ação-${i}`, i * 150, random, { spreadMs: 400 }),
  ).flat(),
  ...carLines('engineless', 300, random, { slots: without('ENGINE') }),
  partLine('only-wheel', 'REAR_LEFT', 400),
  ...carLines('twice', 500, random),
  partLine('twice', 'BODY', 1_600, 'twice/OTHER-BODY'),
  ...unreadableLines('dirty', 700),
  // what JSON takes and the schema has: names in any case, a number for a text, a field that nobody knows
  { topic: TOPICS.body, key: 'lenient', at: 900, value: { ID: 7, Color: 'red', weight: '1.5', more: true } },
];
const INPUT = inputFile(LINES);
const FORMATS = ['avro', 'protobuf'];

interface Ran {
  readonly data: string;
  readonly last: Ended;
}

/** Killed in the middle, and started again. */
async function killedOnce(format: string): Promise<Ran> {
  const data = join(temporaryFolder(), 'data');
  const args = ['--format', format, '--input', INPUT, '--data', data, '--price-delay', '0-20', '--json'];
  const killed = startLine(args);
  await Promise.race([pause(1_500), killed.ended]);
  killed.kill('SIGKILL');
  await killed.ended;
  return { data, last: await runLine(args) };
}

// they wait most of the time: side by side they take as long as one
let runs: ReadonlyMap<string, Promise<Ran>> = new Map();
beforeAll(() => {
  runs = new Map(FORMATS.map((format) => [format, killedOnce(format)]));
  for (const run of runs.values()) run.catch(() => undefined); // awaited below
});

it.each(FORMATS)(
  'the line in %s loses, doubles and mistakes nothing, killed in the middle',
  async (format) => {
    const { data, last } = await runs.get(format)!;
    expect({ code: last.code, stderr: last.stderr }).toEqual({ code: 0, stderr: '' });
    const judged = await judge(data);
    expect(judged.text).toContain(' 0 violations');
    expect(judged.code).toBe(0);
    const raw = readFolder(data)!;
    for (const topic of [TOPICS.awaitingPrice, TOPICS.priced, TOPICS.completed, TOPICS.incomplete]) {
      const firsts = await Promise.all([0, 1, 2, 3].map((partition) => raw.read(topic, partition, 0, 1)));
      expect(schemaIdIn(firsts.flat()[0]?.value ?? null)).toBeGreaterThan(0);
    }
    await raw.close();
    const bodies = await readTopic(data, TOPICS.body);
    const lenient = bodies.find(({ key }) => key === 'lenient');
    expect(lenient?.value).toMatchObject({ id: '7', color: 'red', weight: 1.5 });
  },
);
