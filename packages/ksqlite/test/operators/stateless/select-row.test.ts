import fc from 'fast-check';
import { selectRow } from '../../../src/operators/stateless/select-row.ts';
import { streamRecord } from '../../../src/runtime/stream-record.ts';
import { CONDITION, fails, passes } from '../support/condition.ts';
import { memoryContext } from '../support/memory-context.ts';

test('a row of a pull query is the SELECT list of what passes WHERE, without what fails', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), fc.boolean(), (values, filters) => {
      const context = memoryContext();
      const columns = [
        { name: 'C', evaluate: CONDITION },
        { name: 'N', evaluate: ({ row }: { readonly row: readonly unknown[] }) => Number(row[0]) },
      ];
      const select = selectRow(context, { where: filters ? CONDITION : undefined, columns });
      const expected = values.map((value) =>
        filters && !passes(value)
          ? undefined
          : [value % 4 === 0 ? true : value % 4 === 1 ? false : null, value],
      );
      expect(values.map((value) => select(streamRecord(0, 0, 0, [value], false)))).toEqual(expected);
      const where = filters ? 'WHERE' : 'C';
      expect(context.errors).toEqual(values.filter(fails).map(() => `${where}: Error: it has no value`));
    }),
  );
});
