import type { DiffContext } from './diff-context.ts';
import type { NumberNode, StringNode } from './json-schema-node.ts';

/** A keyword with a number: added, removed, increased or decreased. */
export function diffValue(
  context: DiffContext,
  name: string,
  attribute: string,
  original: number | undefined,
  update: number | undefined,
): void {
  if (original === update) return;
  if (original === undefined) context.add(`${name}_ADDED`, attribute);
  else if (update === undefined) context.add(`${name}_REMOVED`, attribute);
  else context.add(`${name}_${original < update ? 'INCREASED' : 'DECREASED'}`, attribute);
}

export function diffStrings(context: DiffContext, original: StringNode, update: StringNode): void {
  diffValue(context, 'MAX_LENGTH', 'maxLength', original.maxLength, update.maxLength);
  diffValue(context, 'MIN_LENGTH', 'minLength', original.minLength, update.minLength);
  if (original.pattern === update.pattern) return;
  const change =
    original.pattern === undefined ? 'ADDED' : update.pattern === undefined ? 'REMOVED' : 'CHANGED';
  context.add(`PATTERN_${change}`, 'pattern');
}

export function diffNumbers(context: DiffContext, original: NumberNode, update: NumberNode): void {
  diffValue(context, 'MAXIMUM', 'maximum', original.maximum, update.maximum);
  diffValue(context, 'MINIMUM', 'minimum', original.minimum, update.minimum);
  diffValue(
    context,
    'EXCLUSIVE_MAXIMUM',
    'exclusiveMaximum',
    original.exclusiveMaximum,
    update.exclusiveMaximum,
  );
  diffValue(
    context,
    'EXCLUSIVE_MINIMUM',
    'exclusiveMinimum',
    original.exclusiveMinimum,
    update.exclusiveMinimum,
  );
  diffMultipleOf(context, original.multipleOf, update.multipleOf);
  if (original.isInteger !== update.isInteger)
    context.add(original.isInteger ? 'TYPE_EXTENDED' : 'TYPE_NARROWED');
}

function diffMultipleOf(
  context: DiffContext,
  original: number | undefined,
  update: number | undefined,
): void {
  if (original === update) return;
  const change = ((): string => {
    if (original === undefined) return 'ADDED';
    if (update === undefined) return 'REMOVED';
    if (Math.trunc(update) % Math.trunc(original) === 0) return 'EXPANDED';
    return Math.trunc(original) % Math.trunc(update) === 0 ? 'REDUCED' : 'CHANGED';
  })();
  context.add(`MULTIPLE_OF_${change}`, 'multipleOf');
}
