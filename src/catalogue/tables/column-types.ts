import { z } from 'zod';

/**
 * Values of a column as change events have them: NUMERIC is a text with all its decimals (`decimal.handling.mode=string`), TIMESTAMPTZ
 * Debezium's ZonedTimestamp.
 */
export const int = z.int();
export const text = z.string();
export const nullableText = z.string().nullable();
/** NUMERIC(10,2) */
export const money = z.string().regex(/^\d{1,8}\.\d\d$/);
/** NUMERIC(5,2), per cent */
export const rate = z.string().regex(/^\d{1,3}\.\d\d$/);
export const zonedTime = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/);

/** What schema.sql says of a column of each of these. */
export const SQL_OF: ReadonlyMap<z.ZodType, string> = new Map<z.ZodType, string>([
  [int, 'INT NOT NULL'],
  [text, 'TEXT NOT NULL'],
  [nullableText, 'TEXT'],
  [money, 'NUMERIC(10,2) NOT NULL'],
  [rate, 'NUMERIC(5,2) NOT NULL'],
  [zonedTime, 'TIMESTAMPTZ NOT NULL'],
]);

/** With six digits of a second, as Debezium writes them. @param ms since the epoch */
export const zonedText = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');

/** @param cents a whole number */
export const decimalText = (cents: number): string => (cents / 100).toFixed(2);
export const centsOf = (decimal: string): number => Math.round(Number(decimal) * 100);
