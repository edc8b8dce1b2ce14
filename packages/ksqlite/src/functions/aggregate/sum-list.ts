import type { SqlValue } from '../../types/sql-value.ts';
import type { AggregateFunction } from '../aggregate-function.ts';
import { adderOf } from '../values/numbers/adder.ts';

/** ksqlDB's ListSumUdaf: the sum of all elements of all arrays; NULL arrays and elements are skipped. */
export const sumList: AggregateFunction = {
  name: 'SUM_LIST',
  description: 'The sum of the elements of arrays.',
  signatures: ['INT', 'BIGINT', 'DOUBLE'].map((type) => `SUM_LIST(list ARRAY<${type}>)`),
  bind: (args) => {
    const list = args[0]?.type;
    const type = list?.kind === 'ARRAY' ? list.element : undefined;
    const adder = type && adderOf(type);
    if (args.length !== 1 || type === undefined || adder === undefined || type.kind === 'DECIMAL')
      return undefined;
    const total = (items: readonly SqlValue[]): SqlValue =>
      items.reduce<SqlValue>((sum, item) => (item === null ? sum : adder.add(sum, item)), adder.zero);
    return {
      stateType: type,
      returns: type,
      initial: adder.zero,
      add: (state, [items = null]) =>
        items === null ? state : adder.add(state, total(items as readonly SqlValue[])),
      merge: adder.add,
      undo: (state, [items = null]) =>
        items === null ? state : adder.subtract(state, total(items as readonly SqlValue[])),
      result: (state) => state,
    };
  },
};
