import { javaHashOrder, javaKeys } from '../java-hash-order.ts';
import { covered } from './diff-arrays.ts';
import type { Compare, DiffContext } from './diff-context.ts';
import { diffValue } from './diff-scalars.ts';
import type { JsonSchemaNode, ObjectNode } from './json-schema-node.ts';

/** Confluent's ObjectSchemaDiff. */
export function diffObjects(
  context: DiffContext,
  original: ObjectNode,
  update: ObjectNode,
  compare: Compare,
): void {
  context.within('required', () => diffRequired(context, original, update));
  context.within('properties', () => {
    for (const name of javaKeys(original.properties, update.properties))
      context.within(name, () => diffProperty(context, name, original, update, compare));
  });
  context.within('dependencies', () => diffDependencies(context, original, update, compare));
  context.within('additionalProperties', () => diffAdditional(context, original, update, compare));
  diffValue(context, 'MAX_PROPERTIES', 'maxProperties', original.maxProperties, update.maxProperties);
  diffValue(context, 'MIN_PROPERTIES', 'minProperties', original.minProperties, update.minProperties);
}

function diffRequired(context: DiffContext, original: ObjectNode, update: ObjectNode): void {
  for (const name of javaHashOrder([], original.properties.keys())) {
    const property = update.properties.get(name);
    if (property === undefined) continue;
    const before = original.required.has(name);
    const after = update.required.has(name);
    if (before === after) continue;
    const added = property.default === undefined ? 'ADDED' : 'WITH_DEFAULT_ADDED';
    context.add(`REQUIRED_ATTRIBUTE_${before ? 'REMOVED' : added}`, name);
  }
}

function diffProperty(
  context: DiffContext,
  name: string,
  original: ObjectNode,
  update: ObjectNode,
  compare: Compare,
): void {
  const before = original.properties.get(name);
  const after = update.properties.get(name);
  if (before !== undefined && after !== undefined) compare(context, before, after);
  else if (before !== undefined) propertyRemoved(context, name, before, update, compare);
  else if (after !== undefined) propertyAdded(context, name, after, original, update, compare);
}

function propertyRemoved(
  context: DiffContext,
  name: string,
  before: JsonSchemaNode,
  update: ObjectNode,
  compare: Compare,
): void {
  if (isOpen(update)) {
    context.add('PROPERTY_REMOVED_FROM_OPEN_CONTENT_MODEL');
    return;
  }
  const partial = partialSchema(update, name);
  if (partial !== undefined) {
    const apart = context.apart((inner) => compare(inner, before, partial));
    context.found.push(...apart.found);
    context.add(`PROPERTY_REMOVED_${covered(apart.isCompatible)}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
  } else if (before.kind === 'false') context.add('PROPERTY_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL');
  else context.add('PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL');
}

function propertyAdded(
  context: DiffContext,
  name: string,
  after: JsonSchemaNode,
  original: ObjectNode,
  update: ObjectNode,
  compare: Compare,
): void {
  if (isOpen(original)) {
    const isEmpty = after.kind === 'empty' || after.kind === 'true';
    context.add(`PROPERTY_${isEmpty ? 'WITH_EMPTY_SCHEMA_' : ''}ADDED_TO_OPEN_CONTENT_MODEL`);
    return;
  }
  const partial = partialSchema(original, name);
  if (partial !== undefined) {
    const apart = context.apart((inner) => compare(inner, partial, after));
    context.found.push(...apart.found);
    context.add(`PROPERTY_ADDED_${covered(apart.isCompatible)}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
  }
  // a closed model as well as one that is open in part
  if (!update.required.has(name)) context.add('OPTIONAL_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL');
  else
    context.add(
      `REQUIRED_PROPERTY_${after.default === undefined ? '' : 'WITH_DEFAULT_'}ADDED_TO_UNOPEN_CONTENT_MODEL`,
    );
}

const isOpen = ({ patterns, additional, permitsAdditional }: ObjectNode): boolean =>
  patterns.size === 0 && additional === undefined && permitsAdditional;

/** What a property without a schema of its own must be. */
function partialSchema({ patterns, additional }: ObjectNode, name: string): JsonSchemaNode | undefined {
  for (const [pattern, schema] of patterns) if (finds(pattern, name)) return schema;
  return additional;
}

/** A pattern that can't be read finds nothing. */
function finds(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(name);
  } catch {
    return false;
  }
}

function diffDependencies(
  context: DiffContext,
  original: ObjectNode,
  update: ObjectNode,
  compare: Compare,
): void {
  for (const name of javaKeys(original.propertyDependencies, update.propertyDependencies)) {
    const before = original.propertyDependencies.get(name);
    const after = update.propertyDependencies.get(name);
    if (after === undefined) context.add('DEPENDENCY_ARRAY_REMOVED', name);
    else if (before === undefined) context.add('DEPENDENCY_ARRAY_ADDED', name);
    else {
      const isIn = [...before].every((value) => after.has(value));
      const isOver = [...after].every((value) => before.has(value));
      if (isIn && isOver) continue;
      context.add(`DEPENDENCY_ARRAY_${isIn ? 'EXTENDED' : isOver ? 'NARROWED' : 'CHANGED'}`, name);
    }
  }
  for (const name of javaKeys(original.schemaDependencies, update.schemaDependencies)) {
    const before = original.schemaDependencies.get(name);
    const after = update.schemaDependencies.get(name);
    if (after === undefined) context.add('DEPENDENCY_SCHEMA_REMOVED', name);
    else if (before === undefined) context.add('DEPENDENCY_SCHEMA_ADDED', name);
    else context.within(name, () => compare(context, before, after));
  }
}

function diffAdditional(
  context: DiffContext,
  original: ObjectNode,
  update: ObjectNode,
  compare: Compare,
): void {
  if (original.permitsAdditional !== update.permitsAdditional)
    context.add(`ADDITIONAL_PROPERTIES_${update.permitsAdditional ? 'ADDED' : 'REMOVED'}`);
  else if (original.additional === undefined && update.additional !== undefined)
    context.add('ADDITIONAL_PROPERTIES_NARROWED');
  else if (update.additional === undefined && original.additional !== undefined)
    context.add('ADDITIONAL_PROPERTIES_EXTENDED');
  else compare(context, original.additional, update.additional);
}
