import type { KnownType } from './proto-types.ts';

/** Numbers of one kind may be read as each other (protobuf.dev, "Updating A Message Type"). */
export type NumberKind =
  | 'GENERAL_NUMBER'
  | 'SIGNED_NUMBER'
  | 'STRING_OR_BYTES'
  | 'FIXED32'
  | 'FIXED64'
  | 'FLOAT'
  | 'DOUBLE';

const SCALARS: Readonly<Record<string, NumberKind>> = {
  int32: 'GENERAL_NUMBER',
  int64: 'GENERAL_NUMBER',
  uint32: 'GENERAL_NUMBER',
  uint64: 'GENERAL_NUMBER',
  bool: 'GENERAL_NUMBER',
  sint32: 'SIGNED_NUMBER',
  sint64: 'SIGNED_NUMBER',
  string: 'STRING_OR_BYTES',
  bytes: 'STRING_OR_BYTES',
  fixed32: 'FIXED32',
  sfixed32: 'FIXED32',
  fixed64: 'FIXED64',
  sfixed64: 'FIXED64',
  float: 'FLOAT',
  double: 'DOUBLE',
};

export const isScalar = (type: string): boolean => Object.hasOwn(SCALARS, type);

export const isMap = (type: string): boolean => type.startsWith('map<');

export function kindOf(type: string, known: KnownType | undefined): 'SCALAR' | 'MAP' | 'MESSAGE' {
  if (isScalar(type) || known?.kind === 'enum') return 'SCALAR';
  return isMap(type) ? 'MAP' : 'MESSAGE';
}

/** An enum is a number. */
export const numberKindOf = (type: string, known: KnownType | undefined): NumberKind =>
  known?.kind === 'enum' ? 'GENERAL_NUMBER' : (SCALARS[type] ?? 'GENERAL_NUMBER');

/** Of `map<string, B>`. */
export function mapTypes(type: string): { readonly key: string; readonly value: string } {
  const comma = type.indexOf(',');
  return { key: type.slice('map<'.length, comma).trim(), value: type.slice(comma + 1, -1).trim() };
}
