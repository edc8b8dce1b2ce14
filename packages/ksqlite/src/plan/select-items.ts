import type { Expression } from '../sql/ast/expression.ts';
import type { Query, SelectFields } from '../sql/ast/query.ts';
import type { Identifier, Span } from '../sql/ast/span.ts';
import { formatType } from '../types/sql-type.ts';
import { columnsScope, type ScopeColumn } from './columns-scope.ts';
import { type Planning, refusal } from './planning.ts';

export interface SelectColumn {
  readonly name: string;
  readonly expression: Expression;
  readonly span: Span;
}

/**
 * The SELECT list with `*` written out and every column named as ksqlDB names it: its alias, its own name, a struct
 * field's name, else KSQL_COL_n. Throws KsqlError when two columns have one name.
 */
export function selectItems(
  planning: Planning,
  query: Query,
  columns: readonly ScopeColumn[],
): readonly SelectColumn[] {
  const aliases = new Set(columns.map((column) => column.alias).filter((alias) => alias !== ''));
  const prefixed = aliases.size > 1;
  const items: SelectColumn[] = [];
  const add = (name: string, expression: Expression, span: Span): void => {
    if (items.some((item) => item.name === name))
      throw refusal(
        planning,
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
      const chosen = starColumns(planning, columns).filter(
        (column) => item.source === undefined || column.alias === item.source.text,
      );
      if (chosen.length === 0)
        throw refusal(
          planning,
          'SQL_UNKNOWN_SOURCE',
          item.span,
          `'${item.source?.text ?? ''}' is no source of this query.`,
        );
      for (const column of chosen) {
        const name = prefixed && column.alias !== '' ? `${column.alias}_${column.name}` : column.name;
        add(name, reference(column, item.span), item.span);
      }
    } else if (item.kind === 'SelectFields') {
      for (const { name, expression } of fieldsOf(planning, item, columns)) add(name, expression, item.span);
    } else if (item.alias !== undefined) {
      add(item.alias.text, item.expression, item.span);
    } else {
      const { expression } = item;
      if (expression.kind === 'ColumnReference') {
        const ambiguous = columns.filter((c) => c.name === expression.name.text && !c.pseudo).length > 1;
        const { source, name } = expression;
        add(
          ambiguous && source !== undefined ? `${source.text}_${name.text}` : name.text,
          expression,
          item.span,
        );
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
function starColumns(planning: Planning, columns: readonly ScopeColumn[]): readonly ScopeColumn[] {
  const stored = columns.filter((column) => !column.pseudo);
  const bounds = planning.transient ? columns.filter(isBound) : [];
  if (bounds.length === 0) return stored;
  return [...new Set(stored.map((column) => column.alias))].flatMap((alias) => {
    const own = stored.filter((column) => column.alias === alias);
    return [
      ...own.filter((column) => column.isKey),
      ...bounds.filter((column) => column.alias === alias),
      ...own.filter((column) => !column.isKey),
    ];
  });
}

const isBound = ({ name, pseudo }: ScopeColumn): boolean => pseudo && /^WINDOW(START|END)$/.test(name);

/** `struct->*`: the fields, named as they are. */
function fieldsOf(
  planning: Planning,
  { base, span }: SelectFields,
  columns: readonly ScopeColumn[],
): readonly { readonly name: string; readonly expression: Expression }[] {
  const { type } = planning.compile(base, columnsScope(planning, columns));
  if (type?.kind !== 'STRUCT')
    throw refusal(
      planning,
      'SQL_TYPE',
      span,
      `->* needs a STRUCT, but this is ${type === undefined ? 'NULL' : formatType(type)}.`,
    );
  return type.fields.map(({ name }) => ({
    name,
    expression: { kind: 'Dereference', base, field: { text: name, quoted: true, span }, span },
  }));
}

function reference(column: ScopeColumn, span: Span): Expression {
  const identifier = (text: string): Identifier => ({ text, quoted: true, span });
  return {
    kind: 'ColumnReference',
    source: column.alias === '' ? undefined : identifier(column.alias),
    name: identifier(column.name),
    span,
  };
}
