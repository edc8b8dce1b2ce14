import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { type Json, NEEDS_EXACT, NumberText } from '../json-tree.ts';
import { hasLongNumber } from '../long-number.ts';
import type { Read } from '../reading/read-scalar.ts';
import { reader } from '../reading/read-value.ts';
import {
  capturedBoolean,
  capturedNumber,
  capturedString,
  flatArray,
  flatObject,
  SCALAR,
} from './patterns.ts';

/** Makes a value of what the groups captured. */
export type Make = (groups: RegExpExecArray) => SqlValue;

export interface Piece {
  readonly pattern: string;
  readonly make: Make;
}

/** A pattern in the making. */
export interface Draft {
  /** capturing groups so far */
  groups: number;
  /** what may stand between two tokens */
  readonly gap: string;
}

/** A scalar of the kind that was seen (or that the type suggests, when null was); null always fits. */
export function scalarPiece(type: SqlType, value: Json, path: string, draft: Draft): Piece | undefined {
  const read = reader(type, path);
  switch (value === null ? usualKind(type) : typeof value) {
    case 'string':
      return captured(capturedString, draft, (text) => read(detached(text)));
    case 'number':
      return captured(capturedNumber, draft, numberMaker(type, read));
    case 'boolean':
      return captured(capturedBoolean, draft, (text) => read(text === 'true'));
    default:
      return undefined;
  }
}

function usualKind(type: SqlType): string {
  switch (type.kind) {
    case 'STRING':
    case 'BYTES':
      return 'string';
    case 'BOOLEAN':
      return 'boolean';
    case 'ARRAY':
    case 'MAP':
    case 'STRUCT':
      return 'container';
    default:
      return 'number';
  }
}

/** An ARRAY or MAP of scalars, whose number may vary: its text is parsed on its own. */
export function containerPiece(type: SqlType, value: Json, path: string, draft: Draft): Piece | undefined {
  if (type.kind !== 'ARRAY' && type.kind !== 'MAP') return undefined;
  const pattern = flatPattern(value, draft.gap);
  if (pattern === undefined) return undefined;
  const read = reader(type, path);
  return captured(`(?:(${pattern})|null)`, draft, (text) => {
    if (hasLongNumber(text)) throw NEEDS_EXACT;
    return read(JSON.parse(text) as Json);
  });
}

/** A value of no column: it must be valid, no more. */
export function ignoredPiece(value: Json, { gap }: Draft): Piece | undefined {
  const pattern = typeof value === 'object' && value !== null ? flatPattern(value, gap) : SCALAR;
  return pattern === undefined ? undefined : { pattern, make: () => null };
}

function flatPattern(value: Json, gap: string): string | undefined {
  const items = Object.values(value as { readonly [name: string]: Json });
  if (items.some((item) => typeof item === 'object' && item !== null)) return undefined;
  return Array.isArray(value) ? flatArray(gap) : flatObject(gap);
}

function captured(pattern: string, draft: Draft, make: (text: string) => SqlValue): Piece {
  draft.groups++;
  const { groups: group } = draft;
  return {
    pattern,
    make: (groups) => {
      const text = groups[group];
      return text === undefined ? null : make(text);
    },
  };
}

/** Longer numbers may have more digits than a double. */
const LONGEST_EXACT = 15;

function numberMaker(type: SqlType, read: Read): (text: string) => SqlValue {
  switch (type.kind) {
    case 'DOUBLE':
      return (text) => read(Number(text));
    case 'DECIMAL':
    case 'STRING':
      return (text) => read(new NumberText(text));
    default:
      return (text) => {
        if (text.length > LONGEST_EXACT) throw NEEDS_EXACT;
        return read(Number(text));
      };
  }
}

/** From this length on, V8 makes a part of a string a pointer into it. */
const SLICED_FROM = 13;

/** A copy of the captured text: a key kept for hours must not keep its whole record in memory. */
const detached = (text: string): string => (text.length < SLICED_FROM ? text : `x${text}`.slice(1));
