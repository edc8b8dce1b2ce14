import { jsonOutput } from '../../../src/cli/shell/output/json-output.ts';
import { runScript } from '../../../src/cli/shell/run-script.ts';
import { newSession, type Session } from '../../../src/cli/shell/session.ts';
import type { ExecuteOptions, RestClient } from '../../../src/client/rest-client.ts';
import { RestError } from '../../../src/client/rest-error.ts';
import { type Clock, systemClock } from '../../../src/clock/clock.ts';
import { CommandError } from '../../../src/errors/command-error.ts';
import { entityOf, fakeClient } from './support/fake-client.ts';

interface Sent {
  readonly sql: string;
  readonly options: Partial<ExecuteOptions>;
}

/** Runs a script; gives what was sent, what was shown, and the session after it. */
async function run(
  text: string,
  {
    client = {},
    files = {},
    session = newSession(),
    file,
    stop = new AbortController().signal,
    ...around
  }: {
    clock?: Clock;
    onSlow?: (text: string) => void;
    client?: Partial<RestClient>;
    files?: Record<string, string>;
    session?: Session;
    file?: string;
    stop?: AbortSignal;
  } = {},
) {
  const sent: Sent[] = [];
  let shown = '';
  const context = {
    client: fakeClient({
      isValidProperty: async () => true,
      execute: async (sql, options = {}) => {
        const { signal: _, ...others } = options;
        sent.push({ sql, options: others });
        return [entityOf({ commandSequenceNumber: sent.length * 2 })];
      },
      ...client,
    }),
    output: jsonOutput({
      write: (piece) => {
        shown += piece;
      },
      room: async () => undefined,
      flushed: async () => undefined,
    }),
    clock: systemClock,
    readScript: (path: string) => {
      const found = files[path];
      if (found === undefined) throw new CommandError('INPUT_UNREADABLE', `${path} is not there`);
      return found;
    },
    queryTimeoutMs: undefined,
    stop,
    ...around,
  };
  const after = await runScript(context, session, text, file);
  return { sent, after, shown: shown.split('\n').filter(Boolean) };
}

test('statements go one by one, each waits for the command before it', async () => {
  const { sent, after } = await run('CREATE STREAM a (x INT); ; DROP STREAM a;');
  expect(sent).toEqual([
    { sql: 'CREATE STREAM a (x INT);', options: { properties: {}, commandSequenceNumber: undefined } },
    { sql: 'DROP STREAM a;', options: { properties: {}, commandSequenceNumber: 2 } },
  ]);
  expect(after.lastCommand).toBe(4);
});

test('a statement that takes long says so once, and one that does not says nothing', async () => {
  const told: string[] = [];
  let late: (() => void) | undefined;
  const clock = {
    ...systemClock,
    after: (_: number, then: () => void) => {
      late = then;
      return () => {
        late = undefined;
      };
    },
  };
  await run('SHOW STREAMS;', {
    clock,
    onSlow: (text) => told.push(text),
    client: {
      execute: async () => {
        late?.();
        return [];
      },
    },
  });
  expect(told).toEqual([expect.stringContaining('no answer yet: the server is at it')]);
  expect(late).toBeUndefined();
});

test('SET travels with what follows, UNSET takes it back', async () => {
  const { sent } = await run(
    "SET 'auto.offset.reset' = 'earliest'; SHOW STREAMS; UNSET 'auto.offset.reset'; SHOW TABLES;",
  );
  expect(sent.map(({ options }) => options.properties)).toEqual([{ 'auto.offset.reset': 'earliest' }, {}]);
});

test('a property that the server does not know is not set', async () => {
  const isValidProperty = async () => {
    throw new RestError('KSQLDB_REFUSED', 'Not recognizable: x');
  };
  await expect(run("SET 'x' = '1';", { client: { isValidProperty } })).rejects.toMatchObject({
    code: 'KSQLDB_REFUSED',
    message: 'Not recognizable: x',
  });
  await expect(run("UNSET 'x';")).rejects.toMatchObject({ code: 'USAGE' });
});

test('variables are substituted here; their names have no case', async () => {
  const { sent, after, shown } = await run(
    "DEFINE t = 'parts'; DESCRIBE ${T}; DEFINE T = 'cars'; DESCRIBE ${t}; SHOW VARIABLES; UNDEFINE t;",
  );
  expect(sent.map(({ sql }) => sql)).toEqual(['DESCRIBE parts;', 'DESCRIBE cars;']);
  expect(JSON.parse(shown.at(-1) ?? '')).toMatchObject({ variables: [{ name: 'T', value: 'cars' }] });
  expect(after.variables.size).toBe(0);
});

test('a script that is run leaves its settings behind', async () => {
  const { sent, after } = await run("RUN SCRIPT 'a.sql'; SHOW TABLES;", {
    files: { 'a.sql': "SET 'x' = '1'; DEFINE y = 'z'; SHOW STREAMS;" },
  });
  expect(sent.map(({ sql, options }) => [sql, options.properties])).toEqual([
    ['SHOW STREAMS;', { x: '1' }],
    ['SHOW TABLES;', {}],
  ]);
  expect(after).toEqual({ properties: {}, variables: new Map(), lastCommand: 4 });
});

test('a command that is under way is followed to its end', async () => {
  const states = ['EXECUTING', 'SUCCESS'];
  const { shown } = await run('CREATE STREAM a (x INT);', {
    client: {
      execute: async () => [
        entityOf({ commandId: 'stream/A/create', commandStatus: { status: 'QUEUED', message: 'later' } }),
      ],
      commandStatus: async (id) => ({ status: states.shift() ?? '', message: `${id} is done` }),
    },
  });
  expect(JSON.parse(shown[0] ?? '')).toMatchObject({
    commandStatus: { status: 'SUCCESS', message: 'stream/A/create is done' },
  });
});

test('a command that failed later is an error', async () => {
  const execute = async () => [
    entityOf({ commandId: 'c', commandStatus: { status: 'ERROR', message: 'topic is gone' } }),
  ];
  await expect(run('CREATE STREAM a (x INT);', { client: { execute } })).rejects.toMatchObject({
    code: 'KSQLDB_REFUSED',
    message: 'topic is gone',
  });
});

test('rows of a query, one JSON a line', async () => {
  const { shown } = await run('SELECT * FROM a;', {
    client: {
      query: async (_, options) => {
        expect(options?.properties).toEqual({});
        return {
          queryId: 'q',
          columns: [
            { name: 'A', type: 'BIGINT' },
            { name: 'b"', type: 'STRING' },
          ],
          rows: (async function* () {
            yield [9007199254740993n, null];
          })(),
          close: () => undefined,
        };
      },
    },
  });
  expect(shown).toEqual(['{"A":9007199254740993,"b\\"":null}']);
});

describe('errors have their place', () => {
  const refused = (message: string) => ({
    execute: async () => {
      throw new RestError('KSQLDB_REFUSED', message);
    },
  });

  test.each([
    [
      'CREATE STREAM s AS SELECT * FROM revnue;',
      'Exception while preparing statement: REVNUE does not exist.',
      'line 1:34: ',
    ],
    ['DROP STREAM `a b`;', 'Stream a b does not exist.', ''],
    ["CREATE STREAM s WITH (KAFKA_TOPIC='x');", 'Topic does not exist.', ''],
  ])('the name that ksqlDB does not know: %s', async (sql, message, place) => {
    const error = await run(sql, { client: refused(message) }).catch((thrown: unknown) => thrown);
    expect(String((error as CommandError).message)).toBe(
      place === '' ? message : `${place}${message}\n  ${sql}\n  ${' '.repeat(33)}^^^^^^`,
    );
  });

  test('ksqlDB’s parser: line and column in the file, and a caret', async () => {
    const text = '-- first\nSHOW STREAMS\n  ;\n  CREATE STREAM a\n    AS SELEC;';
    const client = {
      execute: async (sql: string) => {
        if (sql.startsWith('SHOW')) return [];
        throw new RestError('KSQLDB_REFUSED', "line 2:8: Syntax Error\nmissing 'SELECT' at 'SELEC'");
      },
    };
    await expect(run(text, { client, file: 'x.sql' })).rejects.toMatchObject({
      code: 'KSQLDB_REFUSED',
      message: [
        'x.sql:5:8: Syntax Error',
        "missing 'SELECT' at 'SELEC'",
        '      AS SELEC;',
        '         ^^^^^',
      ].join('\n'),
    });
  });

  test('ksqlDB’s analyser', async () => {
    await expect(
      run('SELECT 1; DESCRIBE nope;', {
        client: {
          ...refused('Line: 1, Col: 10: NOPE does not exist.'),
          query: async () => {
            throw new RestError('KSQLDB_REFUSED', 'Line: 1, Col: 8: no');
          },
        },
      }),
    ).rejects.toMatchObject({ message: 'line 1:8: no\n  SELECT 1; DESCRIBE nope;\n         ^' });
    await expect(
      run('DESCRIBE nope;', { client: refused('Line: 1, Col: 10: NOPE does not exist.') }),
    ).rejects.toMatchObject({
      message: 'line 1:10: NOPE does not exist.\n  DESCRIBE nope;\n           ^^^^',
    });
  });

  test('with variables, in the text that was sent', async () => {
    await expect(
      run('DESCRIBE ${t};', {
        session: newSession(new Map([['t', 'nope']])),
        client: refused('Line: 1, Col: 10: no'),
      }),
    ).rejects.toMatchObject({ message: 'line 1:10: no\n  DESCRIBE nope;\n           ^^^^' });
  });

  test('without a place: the statement’s, in a file', async () => {
    const client = refused('Cannot drop A.\nIt is used.');
    await expect(run('\n DROP STREAM a;', { client, file: 'x.sql' })).rejects.toMatchObject({
      message: 'x.sql:2:2: Cannot drop A.\nIt is used.',
    });
    await expect(run('DROP STREAM a;', { client })).rejects.toMatchObject({
      message: 'Cannot drop A.\nIt is used.',
    });
  });

  test('what is carried out here', async () => {
    await expect(run("SET 'a' 'b';")).rejects.toMatchObject({
      code: 'SQL_REFUSED',
      message: expect.stringMatching(/^line 1:9: .*\n {2}SET 'a' 'b';\n {10}\^\^\^/),
    });
    await expect(run('RUN SCRIPT x;')).rejects.toMatchObject({
      message: expect.stringMatching(/^line 1:12: RUN SCRIPT 'file'; is expected\n/),
    });
  });

  test('in a script that was run, once', async () => {
    const files = { 'a.sql': '\nDESCRIBE nope;' };
    const client = refused('Line: 1, Col: 10: no');
    await expect(run("RUN SCRIPT 'a.sql';", { files, client, file: 'b.sql' })).rejects.toMatchObject({
      message: 'a.sql:2:10: no\n  DESCRIBE nope;\n           ^^^^',
    });
  });

  test('the network’s errors stay as they are', async () => {
    const execute = async () => {
      throw new RestError('KSQLDB_AWAY', 'no ksqlDB at http://x: nothing listens there');
    };
    await expect(run('SHOW STREAMS;', { client: { execute } })).rejects.toMatchObject({
      code: 'KSQLDB_AWAY',
      exitCode: 21,
      message: 'no ksqlDB at http://x: nothing listens there',
    });
  });

  test('data of the server cannot move the cursor', async () => {
    await expect(run('SHOW STREAMS;', { client: refused('a\u001b[2J\tb') })).rejects.toMatchObject({
      message: 'a\\u001b[2J  b',
    });
  });
});

test('stopped: what follows is not run', async () => {
  const stop = new AbortController();
  const execute = async () => {
    stop.abort();
    return [];
  };
  const { after } = await run("SHOW STREAMS; SET 'a' = 'b';", { client: { execute }, stop: stop.signal });
  expect(after.properties).toEqual({});
});
