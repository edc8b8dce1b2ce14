import type { Expression } from '../../sql/ast/expression.ts';
import type { Query, SelectFields } from '../../sql/ast/query.ts';
import type { Span } from '../../sql/ast/span.ts';
import { formatType } from '../../types/sql-type.ts';
import { typeOf } from '../names/bind.ts';
import { referenceTo, type Schema, type SchemaColumn } from '../names/schema.ts';
import { type PlanContext, planError } from '../plan-context.ts';
import { refuseReservedName } from './reserved-names.ts';

export interface SelectColumn {
  readonly name: string;
  readonly expression: Expression;
  readonly span: Span;
}

/**
 * The SELECT list with `*` written out and every column named as ksqlDB names it: its alias, its own name, a struct
 * field's name, else KSQL_COL_n. Throws KsqlError when two columns have one name.
 */
export function selectItems(context: PlanContext, query: Query, columns: Schema): readonly SelectColumn[] {
  const aliases = new Set(columns.map((column) => column.alias).filter((alias) => alias !== ''));
  const prefixed = aliases.size > 1;
  const items: SelectColumn[] = [];
  const add = (name: string, expression: Expression, span: Span): void => {
    if (items.some((item) => item.name === name))
      throw planError(
        context,
        'SQL_INVALID',
        span,
        `The projection contains a duplicate column: '${name}'.`,
        'name one of them with AS',
      );
    items.push({ name, expression, span });
  };
  const fresh = (wanted: string): string => {
    let name = wanted;
    for (let n = 1; items.some((item) => item.name === name); n++) name = `${wanted}_${n}`;
    return name;
  };
  let generated = 0;
  for (const item of query.select) {
    if (item.kind === 'SelectAll') {
      const chosen = starColumns(context, columns).filter(
        (column) => item.source === undefined || column.alias === item.source.text,
      );
      if (chosen.length === 0)
        throw planError(
          context,
          'SQL_UNKNOWN_SOURCE',
          item.span,
          `'${item.source?.text ?? ''}' is not a source of this query.`,
        );
      for (const column of chosen) {
        const name = prefixed && column.alias !== '' ? `${column.alias}_${column.name}` : column.name;
        add(name, referenceTo(column, item.span), item.span);
      }
    } else if (item.kind === 'SelectFields') {
      for (const { name, expression } of fieldsOf(context, item, columns)) add(name, expression, item.span);
    } else if (item.alias !== undefined) {
      refuseReservedName(context, item.alias.text, item.expression, item.span);
      add(item.alias.text, item.expression, item.span);
    } else {
      const { expression } = item;
      if (expression.kind === 'ColumnReference') {
        const ambiguous =
          columns.filter((c) => c.name === expression.name.text && c.role !== 'pseudo').length > 1;
        const { source, name } = expression;
        const own = ambiguous && source !== undefined ? `${source.text}_${name.text}` : name.text;
        refuseReservedName(context, own, expression, item.span);
        add(own, expression, item.span);
      } else if (expression.kind === 'Dereference') {
        add(fresh(expression.field.text), expression, item.span);
      } else {
        // ksqlDB leaves out names of the sources' columns, and no others
        while (columns.some(({ name }) => name === `KSQL_COL_${generated}`)) generated++;
        add(`KSQL_COL_${generated}`, expression, item.span);
        generated++;
      }
    }
  }
  return items;
}

/** What `*` stands for. A client gets a windowed source's bounds as well, behind the key columns. */
function starColumns(context: PlanContext, columns: Schema): Schema {
  const stored = columns.filter(({ role }) => role !== 'pseudo');
  const bounds = context.transient ? columns.filter(isBound) : [];
  if (bounds.length === 0) return stored;
  return [...new Set(stored.map((column) => column.alias))].flatMap((alias) => {
    const own = stored.filter((column) => column.alias === alias);
    return [
      ...own.filter((column) => column.role === 'key'),
      ...bounds.filter((column) => column.alias === alias),
      ...own.filter((column) => column.role !== 'key'),
    ];
  });
}

const isBound = ({ name, role }: SchemaColumn): boolean =>
  role === 'pseudo' && /^WINDOW(START|END)$/.test(name);

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
