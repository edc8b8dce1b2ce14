import type { RegexNode } from './node.ts';

/** How many characters a match of the node has, at least and at most; Infinity where Java can't tell. */
export function lengths(node: RegexNode): readonly [least: number, most: number] {
  switch (node.kind) {
    case 'set':
      return [1, 1];
    case 'sequence': {
      const all = node.items.map(lengths);
      return [sum(all.map(([least]) => least)), sum(all.map(([, most]) => most))];
    }
    case 'alternatives': {
      const all = node.items.map(lengths);
      return [Math.min(...all.map(([least]) => least)), Math.max(...all.map(([, most]) => most))];
    }
    case 'group':
    case 'atomic':
      return lengths(node.body);
    case 'repeat': {
      const [least, most] = lengths(node.body);
      return [
        least * node.min,
        node.max === 0 ? 0 : most * node.max || (most === 0 ? 0 : Number.POSITIVE_INFINITY),
      ];
    }
    case 'reference':
      return [0, Number.POSITIVE_INFINITY];
    default:
      return [0, 0];
  }
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Whether the node may match without consuming anything. */
export const isNullable = (node: RegexNode): boolean => lengths(node)[0] === 0;

/** What Java takes for a node that can match in one way only. */
export function isDeterministic(node: RegexNode): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.items.every(isDeterministic);
    case 'alternatives':
      return false;
    case 'group':
    case 'atomic':
      return isDeterministic(node.body);
    case 'repeat':
      return node.min === node.max && isDeterministic(node.body);
    default:
      return true;
  }
}

/** Whether there is a group that captures. */
export function hasCaptures(node: RegexNode): boolean {
  if ('items' in node) return node.items.some(hasCaptures);
  return 'body' in node && ((node.kind === 'group' && node.index !== undefined) || hasCaptures(node.body));
}

/** Whether all that the node does is told by the position in the text. */
export function isRegular(node: RegexNode): boolean {
  switch (node.kind) {
    case 'sequence':
    case 'alternatives':
      return node.items.every(isRegular);
    case 'group':
      return isRegular(node.body);
    case 'repeat':
      return node.mode === 'possessive' ? node.body.kind === 'set' : isRegular(node.body);
    case 'look':
    case 'atomic':
    case 'reference':
      return false;
    default:
      return true;
  }
}
