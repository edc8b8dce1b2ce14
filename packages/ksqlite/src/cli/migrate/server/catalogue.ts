import { z } from 'zod';
import type { Entity } from '../../../client/answers/answers.ts';
import { RestError } from '../../../client/rest-error.ts';
import { CommandError } from '../../../errors/command-error.ts';
import type { SourceKind } from '../../../sql/ast/statement.ts';
import type { Ksqldb } from './ksqldb.ts';

/** The streams, tables and persistent queries that a server has. */
export interface Catalogue {
  /** by name */
  readonly sources: ReadonlyMap<string, SourceKind>;
  /** by id */
  readonly queries: ReadonlyMap<string, CatalogueQuery>;
}

export interface CatalogueQuery {
  readonly id: string;
  readonly sql: string;
  readonly sinks: readonly string[];
  /** RUNNING, ERROR, PAUSED …, as the server says for all its nodes together */
  readonly state: string;
}

const named = z.array(z.looseObject({ name: z.string() }));
const streamsEntity = z.looseObject({ streams: named });
const tablesEntity = z.looseObject({ tables: named });
const queriesEntity = z.looseObject({
  queries: z.array(
    z.looseObject({
      id: z.string(),
      queryString: z.string(),
      sinks: z.array(z.string()).nullish(),
      state: z.string().nullish(),
      queryType: z.string().default('PERSISTENT'),
    }),
  ),
});
const describedEntity = z.looseObject({
  sourceDescription: z.looseObject({ statement: z.string().default('') }),
});

/** Throws RestError. `after`: as Ksqldb.execute. */
export async function readCatalogue(ksqldb: Ksqldb, after?: number): Promise<Catalogue> {
  const answer = await ksqldb.execute(
    'SHOW STREAMS; SHOW TABLES; SHOW QUERIES;',
    after === undefined ? {} : { after },
  );
  const sources = new Map<string, SourceKind>();
  for (const { name } of read(answer[0], streamsEntity, 'SHOW STREAMS').streams) sources.set(name, 'STREAM');
  for (const { name } of read(answer[1], tablesEntity, 'SHOW TABLES').tables) sources.set(name, 'TABLE');
  const queries = new Map<string, CatalogueQuery>();
  for (const query of read(answer[2], queriesEntity, 'SHOW QUERIES').queries) {
    if (query.queryType.toUpperCase() !== 'PERSISTENT') continue;
    const { id, queryString: sql, sinks, state } = query;
    queries.set(id, { id, sql, sinks: sinks ?? [], state: (state ?? '').toUpperCase() });
  }
  return { sources, queries };
}

/** The statement that made a source, as the server writes it; undefined when there is no such source. Throws RestError. */
export async function statementOf(ksqldb: Ksqldb, source: string): Promise<string | undefined> {
  try {
    const [answer] = await ksqldb.execute(`DESCRIBE \`${source.replaceAll('`', '``')}\`;`);
    return read(answer, describedEntity, 'DESCRIBE').sourceDescription.statement;
  } catch (error) {
    if (error instanceof RestError && error.code === 'KSQLDB_REFUSED') return undefined;
    throw error;
  }
}

function read<T>(answer: Entity | undefined, schema: z.ZodType<T>, asked: string): T {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  throw new CommandError('KSQLDB_ALIEN', `the answer to ${asked} is not of ksqlDB’s form`, {
    cause: parsed.error,
  });
}
