import { Big } from 'big.js';
import { protobufText } from '../../../src/queries/print/protobuf-text.ts';
import {
  array,
  BIGINT,
  BOOLEAN,
  BYTES,
  DATE,
  DOUBLE,
  decimal,
  INTEGER,
  map,
  type SqlType,
  STRING,
  struct,
  TIME,
  TIMESTAMP,
} from '../../../src/types/sql-type.ts';
import type { SqlValue } from '../../../src/types/sql-value.ts';

test.each<[string, SqlType, SqlValue, string]>([
  ['numbers', INTEGER, 1, 'F: 1'],
  ['long ones', BIGINT, 9007199254740993n, 'F: 9007199254740993'],
  ['doubles', DOUBLE, 1.5, 'F: 1.5'],
  ['texts', STRING, "é'\n", 'F: "\\303\\251\\\'\\n"'],
  ['bytes', BYTES, Buffer.from([0, 65]), 'F: "\\000A"'],
  ['what is not set', INTEGER, null, ''],
  ['what is as if it was not set', STRING, '', ''],
  ['lists', array(BOOLEAN), [true, false], 'F: true F: false'],
  ['maps', map(STRING, DOUBLE), new Map([['x', 1.5]]), 'F { key: "x" value: 1.5 }'],
  ['messages', struct([{ name: 'X', type: BIGINT }]), [5], 'F { X: 5 }'],
  ['empty messages', struct([{ name: 'X', type: BIGINT }]), [null], 'F { }'],
  ['decimals', decimal(4, 2), Big('1.5'), 'F { value: "\\000\\226" precision: 4 scale: 2 }'],
  ['dates', DATE, 1, 'F { year: 1970 month: 1 day: 2 }'],
  ['times of day', TIME, 3_661_001, 'F { hours: 1 minutes: 1 seconds: 1 nanos: 1000000 }'],
  ['moments', TIMESTAMP, -1, 'F { seconds: -1 nanos: 999000000 }'],
])('a message is shown as shortDebugString does: %s', (_, type, value, text) => {
  expect(protobufText([value], struct([{ name: 'F', type }]))).toBe(text);
});
