import { engineOf, openTestDriver } from 'ksqlite/testing';
import type { Random } from '../../random.ts';
import type { Interruption } from '../program.ts';
import { range } from './random-source.ts';
import { refusal } from './refusal.ts';

/** Pauses, resumes and replacements between a program's records, each accepted after those before it. */
export function randomInterruptions(
  random: Random,
  statements: readonly string[],
  records: number,
): readonly Interruption[] {
  // of its own: the number in a query's id counts what was refused before it as well
  const driver = openTestDriver();
  for (const sql of statements) driver.execute(sql);
  const wanted = range(random.int(1, 5))
    .map(() => random.int(0, records))
    .sort((a, b) => a - b);
  const made = wanted.flatMap((after): readonly Interruption[] => {
    const ids = engineOf(driver.database)
      .queries()
      .map(({ id }) => id);
    const sql = random.chance(0.6)
      ? `${random.oneOf(['PAUSE', 'RESUME'])} ${random.oneOf([...ids, 'ALL'])};`
      : replacement(random, random.oneOf(statements));
    return sql === undefined || refusal(driver, sql) !== undefined ? [] : [{ after, sql }];
  });
  driver.close();
  return made;
}

/** The same query with another WHERE, or another column at its end. */
function replacement(random: Random, sql: string): string | undefined {
  if (!/^CREATE (STREAM|TABLE) Q/.test(sql)) return undefined;
  const replacing = sql.replace('CREATE', 'CREATE OR REPLACE');
  return random.chance(0.5)
    ? replacing.replace(
        / FROM (?=[QS]\d)/,
        `, ${random.oneOf(['1', "'new'", 'ROWTIME'])} AS N${random.int(0, 9)} FROM `,
      )
    : replacing.replace(
        /( FROM [QS]\d)( WHERE .*?)?(?= PARTITION BY| EMIT| GROUP BY)/,
        `$1 WHERE ROWOFFSET ${random.oneOf(['>', '<>', '<'])} ${random.int(0, 9)}`,
      );
}
