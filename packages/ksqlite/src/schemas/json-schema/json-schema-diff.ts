import { diffArrays } from './diff-arrays.ts';
import { diffCombined } from './diff-combined.ts';
import { type Compare, DiffContext } from './diff-context.ts';
import { diffObjects } from './diff-objects.ts';
import { diffNumbers, diffStrings } from './diff-scalars.ts';
import type { Difference } from './difference.ts';
import type { JsonSchemaNode } from './json-schema-node.ts';

/** The differences of two JSON Schemas, in the order of Confluent's `json.diff.SchemaDiff` 7.9. Throws RangeError: too many. */
export function jsonSchemaDifferences(
  original: JsonSchemaNode,
  update: JsonSchemaNode,
): readonly Difference[] {
  const context = new DiffContext();
  compare(context, original, update);
  return context.found;
}

const compare: Compare = (context, first, second) => {
  context.step();
  if (first === undefined || second === undefined) {
    if (second !== undefined) context.add('SCHEMA_ADDED');
    else if (first !== undefined) context.add('SCHEMA_REMOVED');
    return;
  }
  const original = referred(first);
  const update = referred(second);
  if (isCovered(context, original, update)) return;
  if (original.kind !== update.kind) {
    const isAnything = update.kind === 'empty' || update.kind === 'true';
    if (original.kind !== 'false' && !isAnything) context.add('TYPE_CHANGED');
    return;
  }
  context.entering(original, () => {
    if (original.id !== update.id) context.add('ID_CHANGED');
    if (original.title !== update.title) context.add('TITLE_CHANGED');
    if (original.description !== update.description) context.add('DESCRIPTION_CHANGED');
    if (original.default !== update.default) context.add('DEFAULT_CHANGED');
    compareKind(context, original, update);
  });
};

const referred = (schema: JsonSchemaNode): JsonSchemaNode =>
  schema.kind === 'reference' ? schema.target() : schema;

/** A schema and a combination: it may be one of those that are combined. */
function isCovered(context: DiffContext, original: JsonSchemaNode, update: JsonSchemaNode): boolean {
  const [combined, type] =
    original.kind !== 'combined' && update.kind === 'combined'
      ? [update, 'SUM_TYPE_EXTENDED' as const]
      : original.kind === 'combined' && update.kind !== 'combined'
        ? [original, 'PRODUCT_TYPE_NARROWED' as const]
        : [undefined, undefined];
  if (combined === undefined) return false;
  const isSingle = combined.schemas.length === 1;
  const fits = combined === update ? combined.criterion !== 'allOf' : combined.criterion === 'allOf';
  if (!isSingle && !fits) return false;
  for (const schema of combined.schemas) {
    const apart = context.apart((inner) =>
      combined === update ? compare(inner, original, schema) : compare(inner, schema, update),
    );
    if (!apart.isCompatible) continue;
    context.found.push(...apart.found);
    if (!isSingle) context.add(type);
    return true;
  }
  return false;
}

function compareKind(context: DiffContext, original: JsonSchemaNode, update: JsonSchemaNode): void {
  if (original.kind === 'string' && update.kind === 'string') diffStrings(context, original, update);
  else if (original.kind === 'number' && update.kind === 'number') diffNumbers(context, original, update);
  else if (original.kind === 'const' && update.kind === 'const') {
    if (original.value !== update.value) context.add('ENUM_ARRAY_CHANGED', 'const');
  } else if (original.kind === 'enum' && update.kind === 'enum')
    diffSets(context, original.values, update.values, 'ENUM_ARRAY', 'enum');
  else if (original.kind === 'combined' && update.kind === 'combined')
    diffCombined(context, original, update, compare);
  else if (original.kind === 'not' && update.kind === 'not')
    context.within('not', () => {
      // what must not match: the other way round
      const apart = context.apart((inner) => compare(inner, update.schema, original.schema));
      context.add(apart.isCompatible ? 'NOT_TYPE_NARROWED' : 'NOT_TYPE_EXTENDED');
    });
  else if (original.kind === 'object' && update.kind === 'object')
    diffObjects(context, original, update, compare);
  else if (original.kind === 'array' && update.kind === 'array')
    diffArrays(context, original, update, compare);
}

function diffSets(
  context: DiffContext,
  original: ReadonlySet<string>,
  update: ReadonlySet<string>,
  name: string,
  ...attribute: string[]
): void {
  const isIn = [...original].every((value) => update.has(value));
  const isOver = [...update].every((value) => original.has(value));
  if (isIn && isOver) return;
  context.add(`${name}_${isIn ? 'EXTENDED' : isOver ? 'NARROWED' : 'CHANGED'}`, ...attribute);
}
