/** What WITH says of formats, checked as ksqlDB checks it. */
import type { KsqlError } from '../../errors/ksql-error.ts';
import { format, formatNames } from '../../formats/formats.ts';
import type { Span } from '../../sql/ast/span.ts';
import type { Property } from '../../sql/ast/statement.ts';
import { nearest } from '../../sql/messages/nearest.ts';
import { type PlanContext, planError, refuseUnlessStored } from '../plan-context.ts';

type Properties = ReadonlyMap<string, Property>;

const SUPPORTED = formatNames();

/** Refuses FORMAT beside one of those that it stands for, and formats that nobody knows. Throws KsqlError. */
export function checkFormatNames(context: PlanContext, properties: Properties): void {
  const both = properties.get('FORMAT');
  for (const name of ['KEY_FORMAT', 'VALUE_FORMAT']) {
    const one = properties.get(name);
    if (both !== undefined && one !== undefined)
      refuseUnlessStored(
        context,
        both.name.span,
        `Cannot supply both '${name}' and 'FORMAT' properties, as 'FORMAT' sets both key and value formats. Either use just 'FORMAT', or use 'KEY_FORMAT' and 'VALUE_FORMAT'.`,
        'leave FORMAT out',
      );
  }
  for (const property of [both, properties.get('KEY_FORMAT'), properties.get('VALUE_FORMAT')]) {
    if (property === undefined) continue;
    const wanted = String(property.value).toUpperCase();
    if (format(wanted) !== undefined) continue;
    refuseUnlessStored(
      context,
      property.valueSpan,
      `Unknown format: ${wanted}`,
      `did you mean ${nearest(wanted, SUPPORTED) ?? SUPPORTED.join(', ')}?`,
    );
  }
}

/** An error about a format that a stored statement names and nobody knows; to be thrown. */
export const unknownFormat = (context: PlanContext, span: Span, name: string): KsqlError =>
  planError(
    context,
    'SQL_INVALID',
    span,
    `Unknown format: ${name}`,
    `this engine has ${SUPPORTED.join(', ')}`,
  );

/** Refuses what only some formats can do: a single value as it is or as an object. Throws KsqlError. */
export function checkFormatOptions(context: PlanContext, properties: Properties, valueFormat: string): void {
  const wrap = properties.get('WRAP_SINGLE_VALUE');
  if (wrap === undefined) return;
  const value = isTrue(wrap.value);
  const wraps = format(valueFormat)?.wrapsSingles;
  if (valueFormat === 'NONE' || wraps === (value ? 'never' : 'always'))
    refuseUnlessStored(
      context,
      wrap.name.span,
      `Format '${valueFormat}' does not support 'WRAP_SINGLE_VALUE' set to '${value}'.`,
      'leave WRAP_SINGLE_VALUE out',
    );
}

/** WRAP_SINGLE_VALUE as it may be written. */
export const isTrue = (value: Property['value']): boolean =>
  value === true || String(value).toUpperCase() === 'TRUE';
