import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import type { Column } from '../../codec.ts';
import { isObject, type Json } from '../json-tree.ts';
import { sourcesOf } from '../reading/field-names.ts';
import { literalString } from './patterns.ts';
import {
  containerPiece,
  type Draft,
  ignoredPiece,
  type Make,
  type Piece,
  scalarPiece,
} from './shape-pieces.ts';

/** Reads a text of the shape; undefined for others. May throw NEEDS_EXACT. */
export type Shape = (text: string) => SqlValue[] | undefined;

/** V8 refuses a regular expression that is much longer than 32 K. */
const LONGEST = 16_384;

/**
 * The records of a topic tend to look alike: the same names in the same order. From one record a regular expression is
 * made that matches all which look like it, and captures the values; V8 runs it several times faster than JSON.parse,
 * which spends its time on the names and on objects nobody keeps.
 *
 * It matches only texts that are valid JSON (see `patterns.ts`), and the captured values go through the same readers:
 * a shape changes the speed, never the result. Undefined for a record too complicated for one.
 */
export function learnShape(columns: readonly Column[], tree: Json, text: string): Shape | undefined {
  if (!isObject(tree)) return undefined;
  for (const gap of ['', '[\\t\\n\\r ]*']) {
    const draft: Draft = { groups: 0, gap };
    const object = objectPiece(columns, tree as { readonly [name: string]: Json }, '$', draft);
    if (object === undefined || object.pattern.length > LONGEST) return undefined;
    const pattern = new RegExp(`^${gap}${object.pattern}${gap}$`);
    // A name with an escape, a name twice: the shape does not even match the record it is made from.
    if (pattern.test(text)) return shapeOf(pattern, object.makes);
  }
  return undefined;
}

function shapeOf(pattern: RegExp, makes: readonly Make[]): Shape {
  return (text) => {
    const groups = pattern.exec(text);
    return groups === null ? undefined : makeAll(makes, groups);
  };
}

function makeAll(makes: readonly Make[], groups: RegExpExecArray): SqlValue[] {
  const count = makes.length;
  const values = new Array<SqlValue>(count);
  for (let i = 0; i < count; i++) values[i] = (makes[i] as Make)(groups);
  return values;
}

function objectPiece(
  fields: readonly Column[],
  object: { readonly [name: string]: Json },
  path: string,
  draft: Draft,
): { pattern: string; makes: Make[] } | undefined {
  const { gap } = draft;
  const names = Object.keys(object);
  const sources = sourcesOf(
    fields.map((field) => field.name),
    names,
  );
  const makes: Make[] = fields.map(() => () => null);
  const parts: string[] = [];
  for (const name of names) {
    const index = sources.indexOf(name);
    if (index !== sources.lastIndexOf(name)) return undefined;
    const field = fields[index];
    const value = object[name] as Json;
    const piece =
      field === undefined
        ? ignored(value, draft)
        : valuePiece(field.type, value, `${path}.${field.name}`, draft);
    if (piece === undefined) return undefined;
    makes[index] = piece.make;
    parts.push(`${literalString(name)}${gap}:${gap}${piece.pattern}${gap}`);
  }
  return { pattern: `\\{${gap}${parts.join(`,${gap}`)}\\}`, makes };
}

function valuePiece(type: SqlType, value: Json, path: string, draft: Draft): Piece | undefined {
  if (type.kind === 'STRUCT') return structPiece(type.fields, value, path, draft);
  return typeof value === 'object' && value !== null
    ? containerPiece(type, value, path, draft)
    : scalarPiece(type, value, path, draft);
}

/** An empty group tells a STRUCT of nulls from a null. */
function structPiece(fields: readonly Column[], value: Json, path: string, draft: Draft): Piece | undefined {
  if (value === null) return { pattern: 'null', make: () => null };
  if (!isObject(value)) return undefined;
  draft.groups++;
  const { groups: group } = draft;
  const object = objectPiece(fields, value as { readonly [name: string]: Json }, path, draft);
  if (object === undefined) return undefined;
  const { pattern, makes } = object;
  return {
    pattern: `(?:()${pattern}|null)`,
    make: (groups) => (groups[group] === undefined ? null : makeAll(makes, groups)),
  };
}

function ignored(value: Json, draft: Draft): Piece | undefined {
  if (!isObject(value)) return ignoredPiece(value, draft);
  const object = objectPiece([], value as { readonly [name: string]: Json }, '', draft);
  return object && { pattern: object.pattern, make: () => null };
}
