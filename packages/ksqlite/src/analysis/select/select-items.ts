import type { ColumnReference, Expression } from '../../sql/ast/expression.ts';
import type { Query, SelectFields } from '../../sql/ast/query.ts';
import type { Span } from '../../sql/ast/span.ts';
import { formatType } from '../../types/sql-type.ts';
import { aliasGenerator } from '../names/alias-generator.ts';
import { typeOf } from '../names/bind.ts';
import { RECORD_COLUMNS } from '../names/record-columns.ts';
import type { Schema } from '../names/schema.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { refuseReservedName } from './reserved-names.ts';
import { hasSeveralSources, joinedName, plainStar, type Star } from './star-columns.ts';

export interface SelectColumn {
  readonly name: string;
  readonly expression: Expression;
  readonly span: Span;
}

/**
 * The SELECT list with `*` written out and every column named as ksqlDB names it: its alias, its own name, a struct
 * field's name, else KSQL_COL_n. Throws KsqlError when two columns have one name.
 *
 * @param star what `*` stands for; default: the columns as they are
 */
export function selectItems(
  context: PlanContext,
  query: Query,
  columns: Schema,
  star: Star = plainStar(context, columns),
): readonly SelectColumn[] {
  const items: SelectColumn[] = [];
  const names = new Set<string>();
  const add = (name: string, expression: Expression, span: Span): void => {
    if (names.has(name))
      throw planError(
        context,
        'SQL_INVALID',
        span,
        `The projection contains a duplicate column: '${name}'.`,
        'name one of them with AS',
      );
    names.add(name);
    items.push({ name, expression, span });
  };
  const generated = generatedNames(context, columns, names);
  for (const item of query.select) {
    if (item.kind === 'SelectAll') {
      const chosen = star(item);
      if (chosen.length === 0)
        throw planError(
          context,
          'SQL_UNKNOWN_SOURCE',
          item.span,
          `'${item.source?.text ?? ''}' is not a source of this query.`,
        );
      for (const { name, expression } of chosen) add(name, expression, item.span);
    } else if (item.kind === 'SelectFields') {
      for (const { name, expression } of fieldsOf(context, item, columns)) add(name, expression, item.span);
    } else {
      const { expression, alias, span } = item;
      const name =
        alias?.text ??
        (expression.kind === 'ColumnReference' ? ownName(expression, columns) : undefined) ??
        generated(expression);
      if (alias !== undefined || expression.kind === 'ColumnReference')
        refuseReservedName(context, name, expression, span);
      add(name, expression, span);
    }
  }
  return items;
}

/** A column that several sources have is called by its source as well; so is ROWTIME, which all of them have. */
function ownName({ source, name }: ColumnReference, columns: Schema): string {
  if (source === undefined) return name.text;
  const isShared = RECORD_COLUMNS.includes(name.text)
    ? hasSeveralSources(columns)
    : columns.filter((column) => column.name === name.text && column.role !== 'pseudo').length > 1;
  return isShared ? joinedName({ alias: source.text, name: name.text }) : name.text;
}

/** Names for what has none. By the first rules fields kept their names, and only items of the list counted. */
function generatedNames(
  { rules }: PlanContext,
  columns: Schema,
  names: ReadonlySet<string>,
): (expression: Expression) => string {
  if (rules >= 3) {
    const own = columns.filter(({ alias, role }) => alias !== '' && role !== 'pseudo');
    return aliasGenerator(own.map(({ name }) => name)).next;
  }
  let next = 0;
  return (expression) => {
    if (expression.kind === 'Dereference') {
      const field = expression.field.text;
      let name = field;
      for (let n = 1; names.has(name); n++) name = `${field}_${n}`;
      return name;
    }
    while (columns.some(({ name }) => name === `KSQL_COL_${next}`)) next++;
    return `KSQL_COL_${next++}`;
  };
}

/** `struct->*`: the fields, named as they are. */
function fieldsOf(
  context: PlanContext,
  { base, span }: SelectFields,
  columns: Schema,
): readonly { readonly name: string; readonly expression: Expression }[] {
  const type = typeOf(context, columns, base);
  if (type?.kind !== 'STRUCT')
    throw planError(
      context,
      'SQL_TYPE',
      span,
      `->* needs a STRUCT, but this is ${type === undefined ? 'NULL' : formatType(type)}.`,
    );
  return type.fields.map(({ name }) => ({
    name,
    expression: { kind: 'Dereference', base, field: { text: name, quoted: true, span }, span },
  }));
}
