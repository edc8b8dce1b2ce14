import { createHash } from 'node:crypto';
import { KsqlError } from '../../../errors/ksql-error.ts';
import type { SourcePosition } from '../../../errors/source-position.ts';
import { callByKind, type ForEachKind } from '../../../sql/ast/by-kind.ts';
import type { Relation } from '../../../sql/ast/query.ts';
import type {
  CreateAs,
  CreateConnector,
  CreateSource,
  DropConnector,
  DropType,
  InsertInto,
  RegisterType,
  Statement,
} from '../../../sql/ast/statement.ts';
import type { ParsedStatement } from '../../../sql/parser/parse.ts';
import { formatStatement } from '../../../sql/printer/format-statement.ts';
import { type FileStatement, fileStatements } from './file-statements.ts';
import type { Migration } from './migration.ts';
import type { Action, Step } from './step.ts';

/**
 * A migration's statements, as `fileStatements` gives them.
 *
 * Every INSERT INTO … SELECT gets a QUERY_ID made from its place (`MIGRATION_003_2_PARTS`): ksqlDB refuses a second
 * query of the same id, so that it can be sent again when its answer was lost.
 *
 * @throws KsqlError with the place: what the parser refuses, SQL_UNSUPPORTED for a statement that is none for a file
 */
export function stepsOf(migration: Migration): readonly Step[] {
  const statements = fileStatements(migration.text, migration.file);
  return statements.map((statement, i) => stepOf(migration, i + 1, statement));
}

function stepOf(
  migration: Migration,
  number: number,
  { parsed, source, properties, at }: FileStatement,
): Step {
  const action = callByKind(ACTIONS, parsed.statement, {
    at,
    source,
    place: `${migration.version}`.padStart(3, '0'),
    number,
  });
  const sql = action.kind === 'insert' ? withQueryId(parsed, action.queryId) : parsed.text;
  const sent = Object.fromEntries(properties);
  return {
    number,
    sql,
    properties: sent,
    at,
    action,
    sha256: checksum([sql, sent]),
    meaning: checksum([formatStatement(parsed.statement), sent]),
    reads: readsOf(parsed.statement),
    topic: topicOf(parsed.statement),
  };
}

function readsOf(statement: Statement): readonly string[] {
  if (statement.kind !== 'CreateAs' && statement.kind !== 'InsertInto') return [];
  return relationNames(statement.query.from);
}

const relationNames = (relation: Relation): readonly string[] =>
  relation.kind === 'AliasedSource'
    ? [relation.name.text]
    : [...relationNames(relation.left), relation.right.name.text];

function topicOf(statement: Statement): string | undefined {
  if (statement.kind !== 'CreateAs' && statement.kind !== 'CreateSource') return undefined;
  const value = statement.properties.find(({ name }) => name.text.toUpperCase() === 'KAFKA_TOPIC')?.value;
  return typeof value === 'string' ? value : undefined;
}

const checksum = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');

interface Place {
  readonly at: SourcePosition;
  readonly source: string;
  readonly place: string;
  readonly number: number;
}

const created = (statement: CreateSource | CreateAs): Action => ({
  kind: 'create',
  source: statement.name.text,
  sourceKind: statement.sourceKind,
  filled: statement.kind === 'CreateAs',
  mayExist: statement.ifNotExists || statement.orReplace,
});

function refuseInsertValues(_: Statement, { at, source }: Place): never {
  throw new KsqlError('SQL_UNSUPPORTED', 'INSERT INTO … VALUES in a migration', {
    at,
    source,
    hint: 'a row leaves no trace to know it by, and could be written twice: write it from a program',
  });
}

function refuseDelete(_: Statement, { at, source }: Place): never {
  throw new KsqlError('SQL_UNSUPPORTED', 'DELETE in a migration', {
    at,
    source,
    hint: 'a row leaves no trace to know it by, and ksqlDB has no DELETE: ask the server yourself, in a shell',
  });
}

function refuseUnchanging(_: Statement, { at, source }: Place): never {
  throw new KsqlError('SQL_UNSUPPORTED', 'this statement changes nothing, and has no place in a migration', {
    at,
    source,
    hint: 'ask the server yourself, in a shell',
  });
}

/** A type or a connector leaves no trace of which statement made it. */
function refuseOnce(
  { kind }: RegisterType | DropType | CreateConnector | DropConnector,
  { at, source }: Place,
): never {
  const what = kind === 'RegisterType' || kind === 'DropType' ? 'TYPE' : 'CONNECTOR';
  const creates = kind === 'RegisterType' || kind === 'CreateConnector';
  const [verb, condition] = creates ? ['CREATE', 'IF NOT EXISTS'] : ['DROP', 'IF EXISTS'];
  throw new KsqlError('SQL_UNSUPPORTED', `${verb} ${what} without ${condition} in a migration`, {
    at,
    source,
    hint: `say ${verb} ${what} ${condition}: it is sent again when its answer was lost`,
  });
}

/** What each kind of statement does to the server's catalogue. Those of a session never come here. */
const ACTIONS: ForEachKind<[place: Place], Action> = {
  CreateSource: created,
  CreateAs: created,
  InsertInto: (statement, { place, number }) => ({
    kind: 'insert',
    target: statement.target.text,
    queryId: ownQueryId(statement) ?? `MIGRATION_${place}_${number}_${idPart(statement.target.text)}`,
  }),
  Drop: ({ name, sourceKind }) => ({ kind: 'drop', source: name.text, sourceKind }),
  AssertTopic: ({ topic }) => ({ kind: 'repeat', label: `ASSERT TOPIC ${topic}` }),
  AssertSchema: ({ subject, id }) => ({ kind: 'repeat', label: `ASSERT SCHEMA ${subject ?? id}` }),
  AlterSource: (_, { at, source }) => {
    throw new KsqlError('SQL_UNSUPPORTED', 'ALTER in a migration', {
      at,
      source,
      hint: 'CREATE OR REPLACE with all columns: it is sent again when its answer was lost',
    });
  },
  RegisterType: (statement, place) =>
    statement.ifNotExists
      ? { kind: 'repeat', label: `CREATE TYPE ${statement.name.text}` }
      : refuseOnce(statement, place),
  DropType: (statement, place) =>
    statement.ifExists
      ? { kind: 'repeat', label: `DROP TYPE ${statement.name.text}` }
      : refuseOnce(statement, place),
  CreateConnector: (statement, place) =>
    statement.ifNotExists
      ? { kind: 'repeat', label: `CREATE CONNECTOR ${statement.name.text}` }
      : refuseOnce(statement, place),
  DropConnector: (statement, place) =>
    statement.ifExists
      ? { kind: 'repeat', label: `DROP CONNECTOR ${statement.name.text}` }
      : refuseOnce(statement, place),
  DescribeConnector: refuseUnchanging,
  ShowConnectors: refuseUnchanging,
  ShowConnectorPlugins: refuseUnchanging,
  Terminate: ({ queryId }) => ({ kind: 'terminate', queryId: queryId?.text }),
  Pause: ({ queryId }) => ({ kind: 'repeat', label: `PAUSE ${queryId?.text ?? 'ALL'}` }),
  Resume: ({ queryId }) => ({ kind: 'repeat', label: `RESUME ${queryId?.text ?? 'ALL'}` }),
  InsertValues: refuseInsertValues,
  DeleteRow: refuseDelete,
  QueryStatement: refuseUnchanging,
  Print: refuseUnchanging,
  Show: refuseUnchanging,
  Describe: refuseUnchanging,
  DescribeAll: refuseUnchanging,
  DescribeFunction: refuseUnchanging,
  Explain: refuseUnchanging,
  SetProperty: refuseUnchanging,
  UnsetProperty: refuseUnchanging,
  Define: refuseUnchanging,
  Undefine: refuseUnchanging,
};

const idPart = (name: string): string => name.toUpperCase().replace(/[^A-Z0-9_]/g, '_');

/** ksqlDB writes query ids in upper case. */
const ownQueryId = ({ properties }: InsertInto): string | undefined => {
  const given = properties.find(({ name }) => name.text === 'QUERY_ID')?.value;
  return typeof given === 'string' ? given.toUpperCase() : undefined;
};

function withQueryId({ statement, text, span }: ParsedStatement, queryId: string): string {
  if (statement.kind !== 'InsertInto' || statement.properties.length > 0) return text;
  const end = statement.target.span.end - span.start;
  return `${text.slice(0, end)} WITH (QUERY_ID='${queryId}')${text.slice(end)}`;
}
