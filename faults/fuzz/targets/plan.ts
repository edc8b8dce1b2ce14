import type { LogRecord, PlanContext, Statement, TopicLog } from 'ksqlite/internals';
import {
  createSource,
  insertValues,
  instantiateLookup,
  instantiateResult,
  knownSources,
  logRecord,
  openSession,
  parseStatements,
  planCreateAs,
  planInsertInto,
  planPull,
  planPush,
  pullSource,
  storedStatement,
} from 'ksqlite/internals';
import { engineOf } from 'ksqlite/testing';
import type { FuzzTarget } from '../fuzz-target.ts';
import { SQL_WORDS } from '../words.ts';
import { lineDatabase } from './line-database.ts';
import { coded, sqlSeeds } from './sql.ts';

export const planTarget: FuzzTarget = {
  name: 'plan',
  about: 'SQL text against the sources of ksql/: planner, compiler',
  open: async (checkout) => {
    const engine = engineOf(await lineDatabase());
    const known = knownSources(engine);
    // plans are made, and nothing is: neither topics nor records
    const log = withoutEffects(engine.log);
    const session = openSession();
    return {
      seeds: [...sqlSeeds(checkout), ...SEEDS.map((text) => Buffer.from(text))],
      words: SQL_WORDS,
      take: (input) => {
        const text = input.toString('utf8');
        coded(text, () => {
          for (const parsed of parseStatements(text))
            coded(text, () => {
              const { statement } = parsed;
              plan(engine.planning(text, session), log, statement, parsed.text);
              storedStatement(statement, parsed.text, known);
            });
        });
      },
    };
  },
};

/** A log of which topics are not made and records are not appended. */
function withoutEffects(log: TopicLog): TopicLog {
  const instead: Partial<TopicLog> = {
    createTopic: (name) => log.topics.get(name) ?? ({ name, partitions: [], id: 0 } as never),
    append: (_partition, timestamp, key, value): LogRecord => logRecord(0, timestamp, key, value),
  };
  return new Proxy(log, {
    get: (_, name: keyof TopicLog) => {
      const member = instead[name] ?? log[name];
      return typeof member === 'function' ? member.bind(log) : member;
    },
  });
}

function plan(context: PlanContext, log: TopicLog, statement: Statement, text: string): void {
  switch (statement.kind) {
    case 'CreateSource':
      createSource(context, log, statement, text);
      return;
    case 'CreateAs':
      planCreateAs(context, log, statement, text, 'CSAS_X_1');
      return;
    case 'InsertInto':
      planInsertInto(context, statement, 'INSERTQUERY_1');
      return;
    case 'InsertValues':
      insertValues(context, log, statement, 0);
      return;
    case 'QueryStatement': {
      const transient = { ...context, transient: true };
      if (statement.query.emit !== undefined) {
        instantiateResult(transient, planPush(transient, statement.query).root);
        return;
      }
      const input = pullSource(transient, statement.query);
      instantiateLookup(transient, planPull(transient, statement.query, input).root, input.source);
      return;
    }
    case 'Explain':
      if ('kind' in statement.subject) plan(context, log, statement.subject, text);
      return;
  }
}

const SEEDS = [
  'SELECT * FROM all_types EMIT CHANGES LIMIT 3;',
  "SELECT s, UCASE(s), i + l * d / m % 3, CAST(d AS DECIMAL(9, 2)), st->x, al[1], ma['k'], CASE WHEN b THEN 1 ELSE 2 END FROM all_types WHERE s LIKE 'a%' ESCAPE '!' AND i BETWEEN 1 AND 2 OR y IS NULL EMIT CHANGES;",
  'SELECT TRANSFORM(al, x => x + 1), REDUCE(al, 0, (s, x) => s + x), FILTER(ma, (k, v) => v > 1) FROM all_types EMIT CHANGES;',
  'CREATE TABLE x AS SELECT s, COUNT(*), TOPK(i, 3), COLLECT_LIST(d), LATEST_BY_OFFSET(st), AVG(l) FROM all_types WINDOW HOPPING (SIZE 10 SECONDS, ADVANCE BY 5 SECONDS, RETENTION 1 DAY, GRACE PERIOD 0 SECONDS) WHERE i > 1 GROUP BY s HAVING COUNT(*) > 1 EMIT CHANGES;',
  'CREATE STREAM x AS SELECT a.k, a.s, r.v FROM all_types a LEFT JOIN rows_by_key r ON a.k = r.k PARTITION BY a.s EMIT CHANGES;',
  'CREATE STREAM x AS SELECT * FROM bodies b FULL OUTER JOIN engines e WITHIN (1 MINUTE, 5 SECONDS) GRACE PERIOD 0 SECONDS ON b.sku = e.sku EMIT CHANGES;',
  "INSERT INTO all_types (ROWTIME, k, b, i, l, d, m, s, da, ti, ts, al, ma, st) VALUES (1, 'k', true, 1, 2, 3.0, 4.5, 's', '2026-01-01', '10:00', '2026-01-01T10:00:00', ARRAY[1, 2], MAP('a' := 1.0), STRUCT(x := 'y', z := ARRAY[1]));",
  "SELECT * FROM counted WHERE s = 'a' AND n > 1;",
  "SELECT n FROM counted WHERE s IN ('a', 'b');",
  'EXPLAIN SELECT EXPLODE(al), s FROM all_types EMIT CHANGES;',
];
