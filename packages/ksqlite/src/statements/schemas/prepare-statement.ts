/**
 * What a statement of formats with schemas needs before it is executed: its columns, where it declares none, and ids of what its
 * topics are written with. Both are stored with it.
 */
import type { PlanContext } from '../../analysis/plan-context.ts';
import { format, namesSchemaFormat } from '../../formats/formats.ts';
import { isSchemaFormat } from '../../formats/schema-format.ts';
import type { Source } from '../../metastore/source.ts';
import type { Asking } from '../../schemas/asking.ts';
import type { SchemaLookup } from '../../schemas/schema-lookup.ts';
import type { SchemaRegistry } from '../../schemas/schema-registry.ts';
import {
  rehearsedSchemas,
  type SchemasBySubject,
  type StatementSchemas,
} from '../../schemas/statement-schemas.ts';
import type { Statement } from '../../sql/ast/statement.ts';
import { parseStatements } from '../../sql/parser/parse.ts';
import { formatStatement } from '../../sql/printer/format-statement.ts';
import type { ScriptStatement } from '../session/script-statements.ts';
import type { DdlContext } from '../statement-handler.ts';
import { handlerOf } from '../statement-handlers.ts';
import { inferColumns } from './infer-columns.ts';
import { registerSchemas } from './register-schemas.ts';

/** What an engine gives for it. */
export interface SchemaPorts {
  readonly registry: SchemaRegistry;
  readonly lookup: SchemaLookup;
  /** Where the text came from, for messages. */
  readonly file: string | undefined;
  /** The context of a statement's text. */
  readonly planning: (source: string, schemas: StatementSchemas) => PlanContext;
  readonly context: (plan: PlanContext, sql: string) => DdlContext;
}

export interface PreparedStatement {
  /** With its columns. */
  readonly statement: ScriptStatement;
  /** undefined: its formats have no schemas. */
  readonly registered: SchemasBySubject | undefined;
}

/**
 * Whether a statement may write with schemas: all others need not be planned twice.
 *
 * @param defaults the formats that are meant where none is said
 */
export function mayNeedSchemas(
  statement: Statement,
  defaults: readonly (string | undefined)[],
  sources: readonly Source[],
): boolean {
  const handler = handlerOf(statement);
  if (handler.role !== 'ddl' || handler.rehearse === undefined) return false;
  const said = 'properties' in statement ? statement.properties.map(({ value }) => value) : [];
  return (
    [...defaults, ...said].some(registersSchemas) ||
    // a stream without key columns hands on a KEY_FORMAT that it has no schemas of
    sources.some(({ schemas, keyFormat }) => schemas !== undefined || registersSchemas(keyFormat))
  );
}

function registersSchemas(value: unknown): boolean {
  const named = namesSchemaFormat(value) ? format(String(value)) : undefined;
  return named !== undefined && isSchemaFormat(named);
}

/** Infers and registers. Throws KsqlError; what was registered by then stays registered. */
export function* prepareStatement(written: ScriptStatement, ports: SchemaPorts): Asking<PreparedStatement> {
  const statement = yield* withColumns(written, ports);
  const schemas = rehearsedSchemas(ports.lookup);
  const plan = ports.planning(statement.source, schemas);
  const handler = handlerOf(statement.statement);
  if (handler.role === 'ddl') handler.rehearse?.(ports.context(plan, statement.text), statement.statement);
  const { span } = statement.statement;
  return { statement, registered: yield* registerSchemas(plan, span, ports.registry, schemas.needs) };
}

/** CREATE without columns gets them, and is the statement with them from now on. */
function* withColumns(written: ScriptStatement, ports: SchemaPorts): Asking<ScriptStatement> {
  if (written.statement.kind !== 'CreateSource') return written;
  const plan = ports.planning(written.source, rehearsedSchemas(ports.lookup));
  const inferred = yield* inferColumns(plan, ports.registry, written.statement);
  if (inferred === undefined) return written;
  const source = formatStatement(inferred);
  const [parsed] = parseStatements(source, ports.file === undefined ? {} : { file: ports.file });
  if (parsed === undefined) throw new Error(`no statement: ${source}`);
  return { ...parsed, source };
}
