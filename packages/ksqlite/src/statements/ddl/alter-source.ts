import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import { RESERVED_NAMES } from '../../analysis/select/reserved-names.ts';
import { topicCodec } from '../../analysis/sources/topic-codecs.ts';
import { format } from '../../formats/formats.ts';
import { columnsOf, type Source } from '../../metastore/source.ts';
import type { AlterSource } from '../../sql/ast/statement.ts';
import type { DdlHandler } from '../statement-handler.ts';

/**
 * ALTER STREAM | TABLE … ADD COLUMN: what is planned from now on reads the columns; queries that run read what they read.
 *
 * Source: ksqlDB's AlterSourceFactory and DdlCommandExec.
 */
export const alterSourceHandler: DdlHandler<AlterSource> = {
  role: 'ddl',
  rehearse: ({ plan }, statement) => {
    withColumns(plan, statement, alterable(plan, statement));
  },
  execute: ({ metastore, plan, sql }, statement) => {
    const source = alterable(plan, statement);
    metastore.put({ ...withColumns(plan, statement, source), sql: `${source.sql}\n${sql}` });
    const kind = source.kind === 'STREAM' ? 'Stream' : 'Table';
    return { message: `${kind} ${source.name} altered.`, effect: { creates: source.name } };
  },
};

function alterable(plan: PlanContext, { name, sourceKind }: AlterSource): Source {
  const source = plan.metastore.get(name.text);
  if (source === undefined)
    throw planError(plan, 'SQL_UNKNOWN_SOURCE', name.span, `Source ${name.text} does not exist.`);
  const kind = sourceKind.toLowerCase();
  if (source.readOnly)
    throw planError(
      plan,
      'SQL_INVALID',
      name.span,
      `Cannot alter ${kind} '${name.text}': ALTER operations are not supported on source ${kind}s.`,
      `DROP it, and create it again with the columns`,
    );
  if (source.kind !== sourceKind)
    throw planError(
      plan,
      'SQL_INVALID',
      name.span,
      `Incompatible data source type is ${source.kind}, but statement was ALTER ${sourceKind}`,
    );
  if (source.ofQuery)
    throw planError(
      plan,
      'SQL_INVALID',
      name.span,
      'ALTER command is not supported for CREATE ... AS statements.',
      'CREATE OR REPLACE … AS SELECT with one more column in the SELECT list',
    );
  return source;
}

/** The source with the columns behind its own. Throws KsqlError. */
function withColumns(plan: PlanContext, { columns, name }: AlterSource, source: Source): Source {
  const known = new Set(columnsOf(source).map((column) => column.name));
  for (const { name: added, span } of columns) {
    if (known.has(added.text))
      throw planError(
        plan,
        'SQL_INVALID',
        span,
        `Cannot add column \`${added.text}\` to schema. A column with the same name already exists.`,
      );
    if (RESERVED_NAMES.includes(added.text))
      throw planError(
        plan,
        'SQL_INVALID',
        span,
        `'${added.text}' is a reserved column name. You cannot use it as a name for a column.`,
        'choose another name',
      );
    known.add(added.text);
  }
  const values = [
    ...source.values,
    ...columns.map((column) => ({ name: column.name.text, type: column.type })),
  ];
  const valueFormat = format(source.valueFormat);
  if (valueFormat === undefined) throw new Error(`${source.name} has no format ${source.valueFormat}`);
  const refused =
    valueFormat.refuse(values, 'value') ??
    (source.wrapsSingle ? undefined : "'WRAP_SINGLE_VALUE' is only valid for single-field value schemas");
  if (refused !== undefined) throw planError(plan, 'SQL_INVALID', name.span, refused);
  const { codec, writer } = topicCodec(plan, name.span, valueFormat, values, {
    topic: source.topic,
    role: 'value',
    delimiter: source.delimiters.value,
    wrapSingle: true,
    properties: source.schemas?.value,
    isSink: true,
  });
  const schemas = source.schemas && {
    ...source.schemas,
    writers: [...source.schemas.writers, ...(writer === undefined ? [] : [writer])],
  };
  return { ...source, values, valueCodec: codec, schemas };
}
