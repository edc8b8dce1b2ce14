import { EVENT_FIELDS, JOURNAL_STREAM } from '../../../../src/cli/migrate/journal/journal-sql.ts';
import type { Ksqldb } from '../../../../src/cli/migrate/server/ksqldb.ts';
import { type Entity, entity } from '../../../../src/client/answers/answers.ts';
import { RestError } from '../../../../src/client/rest-error.ts';
import type { Statement } from '../../../../src/sql/ast/statement.ts';
import { parseStatements } from '../../../../src/sql/parser/parse.ts';
import { formatStatement } from '../../../../src/sql/printer/format-statement.ts';

/**
 * What happens to a request. `lost-late`: the client hears of a lost connection, and the request is carried out some
 * requests later. `killed-…`: the client's process dies, and nothing it does afterwards counts.
 */
export type Fault = 'lost-before' | 'lost-after' | 'lost-late' | 'away' | 'killed-before' | 'killed-after';

export class Killed extends Error {}

interface FakeQuery {
  readonly id: string;
  readonly sql: string;
  readonly sink: string;
  readonly properties: Readonly<Record<string, string>>;
  /** lookups until it runs */
  wait: number;
}

/** A ksqlDB that keeps its catalogue and the journal's rows, and runs nothing. */
export interface FakeKsqldb {
  /** A connection; `fault` is asked before each request, with its number on this connection. */
  client(
    fault?: (request: number, sql: string) => Fault | undefined,
  ): Ksqldb & { readonly requests: () => number };
  /** Sources with the statements that made them, and queries. */
  snapshot(): { readonly sources: readonly string[]; readonly queries: readonly string[] };
  /** Statements that changed the catalogue, but for the journal's own. */
  readonly carriedOut: string[];
  readonly refused: string[];
  readonly sources: Map<string, { readonly kind: string; readonly statement: string }>;
  readonly queries: Map<string, FakeQuery>;
  readonly rows: (readonly unknown[])[];
}

export function fakeKsqldb(options: {
  readonly now: () => number;
  /** lets other clients in between */
  readonly pause?: () => Promise<void>;
  /** lookups until a new query runs */
  readonly slow?: number;
  /** refuses a statement, with this message */
  readonly refuse?: (sql: string) => string | undefined;
}): FakeKsqldb {
  const { now, pause = () => Promise.resolve(), slow = 1 } = options;
  const sources = new Map<string, { readonly kind: string; readonly statement: string }>();
  const queries = new Map<string, FakeQuery>();
  const rows: (readonly unknown[])[] = [];
  const carriedOut: string[] = [];
  const refused: string[] = [];
  let commands = 0;
  let late: { wait: number; readonly run: () => unknown }[] = [];

  const refusal = (message: string, statement: string): RestError => {
    refused.push(statement);
    return new RestError('KSQLDB_REFUSED', message, {
      status: 400,
      errorCode: 40001,
      statementText: statement,
    });
  };

  function one(
    statement: Statement,
    text: string,
    properties: Readonly<Record<string, string>>,
  ): Entity | undefined {
    const asWritten = serverText(statement);
    const said = options.refuse?.(text);
    if (said !== undefined) throw refusal(said, asWritten);
    const command = (queryId?: string): Entity => {
      if (!text.includes(JOURNAL_STREAM)) carriedOut.push(text);
      commands += 2;
      const commandStatus = { status: 'SUCCESS', message: '', queryId: queryId ?? null };
      return entity.parse({
        '@type': 'currentStatus',
        statementText: asWritten,
        commandStatus,
        commandSequenceNumber: commands,
      });
    };
    const start = (id: string, sink: string, sql: string): string => {
      queries.set(id, { id, sql, sink, properties, wait: slow });
      return id;
    };
    switch (statement.kind) {
      case 'CreateSource':
      case 'CreateAs': {
        const name = statement.name.text;
        if (sources.has(name)) {
          if (statement.ifNotExists) return entity.parse({ '@type': 'warning_entity', statementText: text });
          throw refusal(`Cannot add '${name}': already exists`, asWritten);
        }
        sources.set(name, { kind: statement.sourceKind, statement: asWritten });
        if (statement.kind === 'CreateSource') return command();
        const id = `${statement.sourceKind === 'STREAM' ? 'CSAS' : 'CTAS'}_${name}_${commands}`;
        return command(start(id, name, asWritten));
      }
      case 'InsertInto': {
        if (!sources.has(statement.target.text))
          throw refusal(`${statement.target.text} does not exist`, asWritten);
        const given = statement.properties[0]?.value;
        const id = given === undefined ? `INSERTQUERY_${commands}` : String(given);
        if (queries.has(id)) throw refusal(`Query ID '${id}' already exists.`, text);
        return command(start(id, statement.target.text, text));
      }
      case 'Drop': {
        const name = statement.name.text;
        if (!sources.has(name)) throw refusal(`${name} does not exist`, asWritten);
        const own = [...queries.values()].filter(({ sink }) => sink === name);
        if (own.some(({ id }) => !id.startsWith('C'))) throw refusal(`${name} is used`, asWritten);
        for (const { id } of own) queries.delete(id);
        sources.delete(name);
        return command();
      }
      case 'Terminate': {
        const id = statement.queryId?.text ?? '';
        if (!queries.delete(id)) throw refusal(`Unknown queryId: ${id}`, asWritten);
        return command();
      }
      case 'InsertValues': {
        const values = statement.values.map((value) => ('value' in value ? value.value : null));
        rows.push([...values.map((value) => (typeof value === 'bigint' ? Number(value) : value)), now()]);
        return undefined;
      }
      case 'Show':
        return entity.parse({ '@type': 'list', ...shown(statement.what) });
      case 'Describe': {
        const source = sources.get(statement.name.text);
        if (source === undefined) throw refusal(`Could not find ${statement.name.text}`, asWritten);
        return entity.parse({
          '@type': 'sourceDescription',
          sourceDescription: { statement: source.statement },
        });
      }
      default:
        throw new Error(`the fake knows no ${statement.kind}`);
    }
  }

  function shown(what: string): object {
    const of = (kind: string) =>
      [...sources].filter(([, source]) => source.kind === kind).map(([name]) => ({ name }));
    if (what === 'STREAMS') return { streams: of('STREAM') };
    if (what === 'TABLES') return { tables: of('TABLE') };
    return {
      queries: [...queries.values()].map((query) => {
        const state = query.wait-- > 0 ? 'REBALANCING' : 'RUNNING';
        return { id: query.id, queryString: query.sql, sinks: [query.sink], state, queryType: 'PERSISTENT' };
      }),
    };
  }

  return {
    sources,
    queries,
    rows,
    carriedOut,
    refused,
    snapshot: () => ({
      sources: [...sources].map(([name, { statement }]) => `${name}: ${statement}`).sort(),
      queries: [...queries.values()]
        .map(({ id, sql, properties }) => `${id.replace(/_\d+$/, '')}: ${sql} ${JSON.stringify(properties)}`)
        .sort(),
    }),
    client: (fault = () => undefined) => {
      let requests = 0;
      let dead = false;
      const lost = () => new RestError('KSQLDB_UNCERTAIN', 'the connection was lost');
      const request = async <T>(sql: string, run: () => T): Promise<T> => {
        await pause();
        if (dead) throw new Killed();
        const what = fault(requests++, sql);
        late = late.filter((waiting) => {
          if (waiting.wait-- > 0) return true;
          attemptLate(waiting.run);
          return false;
        });
        switch (what) {
          case 'away':
            throw new RestError('KSQLDB_AWAY', 'nothing listens there');
          case 'lost-before':
            throw lost();
          case 'lost-late':
            late.push({ wait: 1, run });
            throw lost();
          case 'killed-before':
            dead = true;
            throw new Killed();
          case 'lost-after':
            run();
            throw lost();
          case 'killed-after':
            dead = true;
            attemptLate(run);
            throw new Killed();
          default:
            return run();
        }
      };
      return {
        url: 'http://fake',
        requests: () => requests,
        info: () => request('INFO', () => ({ version: '7.9.1', serviceId: 'default_' })),
        execute: (sql, { properties = {} } = {}) =>
          request(sql, () => {
            const parsed = parseStatements(sql);
            return parsed
              .map(({ statement, text }) => one(statement, text, properties))
              .filter((answer) => answer !== undefined);
          }),
        rows: (sql) =>
          request(sql, () => {
            if (!sources.has(JOURNAL_STREAM)) throw refusal(`${JOURNAL_STREAM} does not exist`, sql);
            if (rows.some((row) => row.length !== EVENT_FIELDS.length)) throw new Error('a row is too short');
            return [...rows];
          }),
      };
    },
  };
}

/** As ksqlDB does: CREATE statements printed again with what it filled in, the rest as it was sent. */
const serverText = (statement: Statement): string => {
  const text = formatStatement(statement);
  return statement.kind === 'CreateSource' || statement.kind === 'CreateAs'
    ? text.replace('WITH (', "WITH (CLEANUP_POLICY='delete', ")
    : text;
};

function attemptLate(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof RestError)) throw error; // nobody hears the refusal
  }
}
