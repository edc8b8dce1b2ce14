import type { Compare, DiffContext } from './diff-context.ts';
import { diffValue } from './diff-scalars.ts';
import type { ArrayNode, JsonSchemaNode } from './json-schema-node.ts';

/** Confluent's ArraySchemaDiff. */
export function diffArrays(
  context: DiffContext,
  original: ArrayNode,
  update: ArrayNode,
  compare: Compare,
): void {
  context.within('items', () => compare(context, original.all, update.all));
  const length = Math.max(original.items.length, update.items.length);
  for (let i = 0; i < length; i++)
    context.within(`items/${i}`, () => diffItem(context, original, update, i, compare));
  context.within('additionalItems', () => diffAdditional(context, original, update, compare));
  diffValue(context, 'MAX_ITEMS', 'maxItems', original.maxItems, update.maxItems);
  diffValue(context, 'MIN_ITEMS', 'minItems', original.minItems, update.minItems);
  if (original.isUnique !== update.isUnique)
    context.add(`UNIQUE_ITEMS_${original.isUnique ? 'REMOVED' : 'ADDED'}`, 'uniqueItems');
}

function diffItem(
  context: DiffContext,
  original: ArrayNode,
  update: ArrayNode,
  i: number,
  compare: Compare,
): void {
  const before = original.items[i];
  const after = update.items[i];
  if (before !== undefined && after !== undefined) compare(context, before, after);
  else if (before !== undefined) itemRemoved(context, before, update, compare);
  else if (after !== undefined) itemAdded(context, after, original, compare);
}

function itemRemoved(
  context: DiffContext,
  before: JsonSchemaNode,
  update: ArrayNode,
  compare: Compare,
): void {
  if (isOpen(update)) context.add('ITEM_REMOVED_FROM_OPEN_CONTENT_MODEL');
  else if (update.additional !== undefined) {
    const { additional } = update;
    const apart = context.apart((inner) => compare(inner, before, additional));
    context.found.push(...apart.found);
    context.add(`ITEM_REMOVED_${covered(apart.isCompatible)}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
  } else if (before.kind === 'false') context.add('ITEM_WITH_FALSE_REMOVED_FROM_CLOSED_CONTENT_MODEL');
  else context.add('ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL');
}

function itemAdded(context: DiffContext, after: JsonSchemaNode, original: ArrayNode, compare: Compare): void {
  if (isOpen(original)) {
    const isEmpty = after.kind === 'empty' || after.kind === 'true';
    context.add(`ITEM_${isEmpty ? 'WITH_EMPTY_SCHEMA_' : ''}ADDED_TO_OPEN_CONTENT_MODEL`);
  } else if (original.additional !== undefined) {
    const { additional } = original;
    const apart = context.apart((inner) => compare(inner, additional, after));
    context.found.push(...apart.found);
    context.add(`ITEM_ADDED_${covered(apart.isCompatible)}_BY_PARTIALLY_OPEN_CONTENT_MODEL`);
  } else context.add('ITEM_ADDED_TO_CLOSED_CONTENT_MODEL');
}

export const covered = (isCovered: boolean): string => (isCovered ? 'IS_COVERED' : 'NOT_COVERED');

const isOpen = ({ additional, permitsAdditional }: ArrayNode): boolean =>
  additional === undefined && permitsAdditional;

function diffAdditional(
  context: DiffContext,
  original: ArrayNode,
  update: ArrayNode,
  compare: Compare,
): void {
  if (original.permitsAdditional !== update.permitsAdditional)
    context.add(`ADDITIONAL_ITEMS_${original.permitsAdditional ? 'REMOVED' : 'ADDED'}`);
  else if (original.additional === undefined && update.additional !== undefined)
    context.add('ADDITIONAL_ITEMS_NARROWED');
  else if (update.additional === undefined && original.additional !== undefined)
    context.add('ADDITIONAL_ITEMS_EXTENDED');
  else compare(context, original.additional, update.additional);
}
