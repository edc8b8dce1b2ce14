/** The tests of the topology: those in SQL of this folder, and what is easier to say in TypeScript. */
import { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { testCommand } from 'ksqlite/cli';
import { systemClock } from 'ksqlite/clock';
import { given } from 'ksqlite/testing';
import { SQL_FOLDER } from '../../src/line/sql-folder.ts';

test('the tests in SQL pass', async () => {
  let text = '';
  const out = new Writable({
    decodeStrings: false,
    write: (chunk, _, done) => {
      text += String(chunk);
      done();
    },
  });
  const code = await testCommand()([fileURLToPath(new URL('.', import.meta.url))], {
    env: {},
    clock: systemClock,
    stdin: Readable.from([]),
    stdout: out,
    stderr: out,
    signal: new AbortController().signal,
  });
  expect({ code, text }).toEqual({ code: 0, text: expect.stringContaining('18 passed in') });
});

const line = () => given({ files: SQL_FOLDER, variables: { format: 'JSON' }, now: 0 });
const PARTS = {
  bodies: { id: 'b1' },
  engines: { id: 'e1' },
  remote_controls: { id: 'r1' },
  wheels: ['FRONT_LEFT', 'FRONT_RIGHT', 'REAR_LEFT', 'REAR_RIGHT'].map((placement) => ({
    id: placement,
    placement,
  })),
};
/** All parts of a car; each is its own. */
const partsOf = (sku: string) =>
  Object.fromEntries(
    Object.entries(PARTS).map(([name, parts]) => [name, [parts].flat().map((part) => ({ sku, ...part }))]),
  );

test('a second engine for a car is left over', () =>
  line()
    .when(partsOf('car-1'))
    .then('awaiting_price', { sku: 'car-1', situation: 'AWAITING_PRICE' })
    .when('engines', { sku: 'car-1', id: 'e2', rowtime: 10 })
    .then('incomplete', { sku: 'car-1', situation: 'INCOMPLETE' })
    .thenErrors());
