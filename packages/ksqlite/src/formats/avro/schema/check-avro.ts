/**
 * What has to hold of a whole schema before it is read with: Connect knows all its types, also those that no column takes, and no path
 * through it is too long for those who walk it by recursion.
 */
import { SchemaError } from '../../schema-format.ts';
import type { AvroRecord, AvroType, AvroUnion } from './avro-type.ts';
import { branchName, connectKind, decimalParameters, flatUnion, logicalOf } from './connect-kind.ts';

/** Types within types, also where names lead from one to the next. */
const DEEPEST = 200;

/** Throws SchemaError, with Connect's words where it is Connect that refuses. */
export function checkAvro(type: AvroType): void {
  heightOf(type, 1, new Map());
}

/** How many types lie within each other; a record within itself counts once. */
function heightOf(type: AvroType, depth: number, known: Map<AvroRecord, number>): number {
  const seen = type.kind === 'record' ? known.get(type) : undefined;
  if (depth + (seen ?? 0) > DEEPEST)
    throw new SchemaError(`The Avro schema is nested more than ${DEEPEST} deep`);
  if (seen !== undefined) return seen;
  if (type.kind === 'record') known.set(type, 0);
  checkOne(type);
  let highest = 0;
  for (const inner of innerTypes(type)) highest = Math.max(highest, heightOf(inner, depth + 1, known));
  if (type.kind === 'record') known.set(type, highest + 1);
  return highest + 1;
}

function checkOne(type: AvroType): void {
  if (type.kind === 'union') {
    if (flatUnion(type) === undefined) checkBranches(type);
    return;
  }
  connectKind(type);
  if (logicalOf(type) === 'Decimal') decimalParameters(type);
}

function checkBranches({ branches }: AvroUnion): void {
  const names = new Set<string>();
  for (const branch of branches) {
    const name = branchName(branch);
    if (names.has(name)) throw new SchemaError('Multiple union schemas map to the Connect union field name');
    names.add(name);
  }
}

/** Null counts where it stands alone: among a union's types it only says that there may be none. */
function innerTypes(type: AvroType): readonly AvroType[] {
  switch (type.kind) {
    case 'array':
      return [type.items];
    case 'map':
      return [type.values];
    case 'record':
      return type.fields.map((field) => field.type);
    case 'union':
      return type.branches.length === 1 ? type.branches : type.branches.filter(({ kind }) => kind !== 'null');
    default:
      return [];
  }
}
