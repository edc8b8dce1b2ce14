import { readFileSync } from 'node:fs';
import type { ScalarKind } from '../../src/types/sql-type.ts';
import type { SqlValue } from '../../src/types/sql-value.ts';
import { callScalar, given } from './support.ts';

interface Recorded {
  readonly function: string;
  readonly types: readonly ScalarKind[];
  readonly values: readonly SqlValue[];
  readonly result?: SqlValue;
  readonly fails?: boolean;
}

/** What the functions' Java code of ksqlDB 7.9 answered on a JVM (en_US, UTC). */
const cases = JSON.parse(
  readFileSync(new URL('./recorded-on-the-jvm.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

const names = [...new Set(cases.map((recorded) => recorded.function))];

test.each(names)('%s answers as the JVM did', (name) => {
  for (const { types, values, result, fails } of cases.filter((recorded) => recorded.function === name)) {
    const args = types.map((kind, i) => given({ kind }, values[i] ?? null));
    const answer = answerOf(name, args);
    expect({ values, answer }).toEqual({ values, answer: fails === true ? 'fails' : plain(result ?? null) });
  }
});

function answerOf(name: string, args: Parameters<typeof callScalar>[1]): unknown {
  try {
    return plain(callScalar(name, args));
  } catch {
    return 'fails';
  }
}

/** JSON has no bigint. */
const plain = (value: SqlValue): unknown => (typeof value === 'bigint' ? String(value) : value);
