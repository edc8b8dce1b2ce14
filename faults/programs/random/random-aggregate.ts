import { types } from 'ksqlite';
import type { Random } from '../../random.ts';
import type { ExpressionMaker } from './random-expression.ts';
import { randomScalar, randomType } from './random-type.ts';

const { INTEGER, BIGINT, DOUBLE, STRING, array, decimal } = types;
const NUMBERS: readonly types.SqlType[] = [INTEGER, BIGINT, DOUBLE, decimal(9, 2)];
/** Those that take a row back when a table's row changes. */
const UNDOABLE = ['COUNT', 'SUM', 'AVG', 'COLLECT_LIST', 'HISTOGRAM', 'SUM_LIST'];
const ALL = [
  ...UNDOABLE,
  'MIN',
  'MAX',
  'COLLECT_SET',
  'EARLIEST_BY_OFFSET',
  'LATEST_BY_OFFSET',
  'TOPK',
  'TOPKDISTINCT',
  'COUNT_DISTINCT',
  'STDDEV_SAMP',
  'CORRELATION',
  'ATTR',
];

/** A call of an aggregate function over expressions. */
export function randomAggregate(random: Random, expressions: ExpressionMaker, overTable: boolean): string {
  const of = (type: types.SqlType): string => expressions.of(type, 2);
  const name = random.oneOf(overTable && random.chance(0.9) ? UNDOABLE : ALL);
  switch (name) {
    case 'COUNT':
      return random.chance(0.6) ? 'COUNT(*)' : `COUNT(${of(randomScalar(random))})`;
    case 'SUM':
    case 'AVG':
    case 'STDDEV_SAMP':
      return `${name}(${of(random.oneOf(NUMBERS))})`;
    case 'CORRELATION': {
      const type = random.oneOf(NUMBERS.slice(0, 3));
      return `CORRELATION(${of(type)}, ${of(type)})`;
    }
    case 'SUM_LIST':
      return `SUM_LIST(${of(array(random.oneOf(NUMBERS.slice(0, 3))))})`;
    case 'HISTOGRAM':
      return `HISTOGRAM(${of(STRING)})`;
    case 'TOPK':
    case 'TOPKDISTINCT':
      return `${name}(${of(random.oneOf([...NUMBERS, STRING]))}, ${random.int(1, 3)})`;
    case 'EARLIEST_BY_OFFSET':
    case 'LATEST_BY_OFFSET':
      return `${name}(${of(randomType(random))}${random.oneOf(['', '', ', 2', ', false', ', 2, false'])})`;
    case 'MIN':
    case 'MAX':
      return `${name}(${of(randomScalar(random))})`;
    default:
      return `${name}(${of(random.chance(0.7) ? randomScalar(random) : randomType(random))})`;
  }
}
