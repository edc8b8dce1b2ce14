import { insertRow, openSession } from 'ksqlite/internals';
import {
  ApiError,
  closeQueryRequest,
  insertsRequest,
  ksqlRequest,
  negotiate,
  parseBody,
  queryStreamRequest,
  readInsertRow,
} from 'ksqlite/server';
import { engineOf } from 'ksqlite/testing';
import { type FuzzTarget, holds } from '../fuzz-target.ts';
import { JSON_WORDS } from '../words.ts';
import { lineDatabase } from './line-database.ts';

/** Input: which of the bodies, then the body. */
export const requestsTarget: FuzzTarget = {
  name: 'requests',
  about: 'the body of a request to ksqlDB’s API',
  open: async () => {
    const engine = engineOf(await lineDatabase());
    const source = engine.sources().find(({ name }) => name === 'ALL_TYPES');
    if (source === undefined) throw new Error('no all_types');
    const readRow = readInsertRow(source);
    void insertRow;
    const readers: readonly ((text: string) => void)[] = [
      (text) => {
        const body = parseBody(text, ksqlRequest);
        const { properties, variables } = openSession({
          properties: body.streamsProperties,
          variables: body.sessionVariables,
        });
        for (const value of [...properties.values(), ...variables.values()])
          holds(typeof value === 'string', () => 'a setting that is no text');
        holds(typeof body.ksql === 'string', () => 'SQL that is no text');
      },
      (text) => {
        const { sql } = parseBody(text, queryStreamRequest);
        holds(typeof sql === 'string', () => 'SQL that is no text');
      },
      (text) => void parseBody(text, closeQueryRequest),
      (text) => void parseBody(text, insertsRequest),
      (text) => {
        const row = readRow(text);
        const written = source.valueCodec.encode(row, source.keys.length);
        holds(source.valueCodec.decode(written) !== null, () => 'a row that is not read again');
      },
      (text) => void negotiate(text, ['application/json', 'application/vnd.ksql.v1+json']),
    ];
    return {
      seeds: [
        '\0{"ksql":"SHOW STREAMS;","streamsProperties":{"auto.offset.reset":"earliest","a":1,"b":null},"sessionVariables":{"v":"x"},"commandSequenceNumber":3}',
        '\x01{"sql":"SELECT * FROM s EMIT CHANGES;","properties":{"__proto__":"x"},"sessionVariables":{}}',
        '\x02{"queryId":"q"}',
        '\x03{"target":"s"}',
        '\x04{"K":"k","B":true,"I":1,"L":12,"D":1.5,"M":"1.5","S":"s","Y":"aGk=","DA":1,"TI":2,"TS":3,"AL":[1],"MA":{"a":1},"ST":{"X":"x","Z":[1]},"`k`":1}',
        '\x05application/json;q=0.5, */*;q=0.1',
      ].map((text) => Buffer.from(text)),
      words: [
        ...JSON_WORDS,
        '"ksql":',
        '"sql":',
        '"streamsProperties":',
        '"properties":',
        'q=',
        '*/*',
        '"`k`":',
      ],
      take: (input) => {
        const text = input.toString('utf8', 1);
        try {
          readers[(input[0] ?? 0) % readers.length]?.(text);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          holds(error.status === 400, () => `answers ${error.status}`);
          holds(error.message.length < 1_000, () => 'an endless message');
          holds(!/\n\s+at /.test(error.message), () => 'tells of its stack');
        }
        holds(
          Object.keys(Object.prototype).length === 0 && ({} as { a?: unknown }).a === undefined,
          () => 'the prototype is changed',
        );
      },
    };
  },
};
