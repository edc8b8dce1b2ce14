import type { ColumnDefinition, Property } from '../ast/statement.ts';
import { MAX_INTEGER } from '../parser/cursor/integers.ts';
import { formatName, formatString } from './names.ts';
import { formatTypeSql } from './types.ts';

/** ` (ID STRING KEY, …)`, or nothing. */
export function formatColumns(columns: readonly ColumnDefinition[]): string {
  return columns.length === 0 ? '' : ` (${columns.map(formatColumn).join(', ')})`;
}

function formatColumn(column: ColumnDefinition): string {
  return `${formatName(column.name.text)} ${formatTypeSql(column.type)}${formatRole(column)}`;
}

function formatRole({ role, header }: ColumnDefinition): string {
  if (role === 'VALUE') return '';
  return header === undefined ? ` ${role}` : ` HEADER(${formatString(header)})`;
}

/** ` WITH (FORMAT='JSON', …)`, or nothing. */
export function formatProperties(properties: readonly Property[]): string {
  if (properties.length === 0) return '';
  return ` WITH (${properties.map((p) => `${formatName(p.name.text)}=${formatValue(p.value)}`).join(', ')})`;
}

/** A literal of WITH (…). */
export function formatValue(value: Property['value']): string {
  if (typeof value === 'string') return formatString(value);
  if (typeof value === 'number') return formatNumber(value);
  return value === null ? 'NULL' : String(value).toUpperCase();
}

/** Whole numbers beyond INTEGER are in the tree as `bigint`: as a `number`, such a one was written as a double. */
const formatNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) > MAX_INTEGER
    ? value.toExponential().replace('e+', 'E')
    : String(value).toUpperCase();
