import { types } from 'ksqlite';
import type { Random } from '../../random.ts';
import { randomAggregate } from './random-aggregate.ts';
import { ExpressionMaker, type Named } from './random-expression.ts';
import { range } from './random-source.ts';
import { randomType } from './random-type.ts';

/** A stream or table that there is: what a query may read. */
export interface Known {
  readonly name: string;
  readonly isTable: boolean;
  readonly isWindowed: boolean;
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
}
interface Column {
  readonly name: string;
  readonly type: types.SqlType;
}

const DEPTH = 3;
const { STRING, BOOLEAN } = types;

/** `CREATE … AS SELECT …` over what is known; ksqlDB may well refuse it. */
export function randomQuery(random: Random, known: readonly Known[], sink: string): string {
  const source = random.oneOf(known);
  const others = known.filter((one) => one !== source);
  const partner = random.chance(0.3) && others.length > 0 ? random.oneOf(others) : undefined;
  if (partner !== undefined) return joined(random, source, partner, sink);
  return random.chance(0.4) ? grouped(random, source, sink) : projected(random, source, sink);
}

function projected(random: Random, source: Known, sink: string): string {
  const expressions = new ExpressionMaker(random, scopeOf(source));
  const wanted = range(random.int(1, 3)).map((i) => `${expressions.of(randomType(random), DEPTH)} AS E${i}`);
  const keys = source.keys.map(({ name }) => quoted(name));
  const where = random.chance(0.4) ? ` WHERE ${expressions.of(BOOLEAN, DEPTH)}` : '';
  const rekeyed = !source.isTable && random.chance(0.25);
  const { text, item } = rekeyed
    ? partitionBy(random, expressions, source)
    : { text: '', item: keys.join(', ') };
  const list = random.chance(0.15) ? ['*', ...wanted] : [item, ...wanted].filter((one) => one !== '');
  return `CREATE ${kind(source.isTable)} ${sink}${withClause(random)} AS SELECT ${list.join(', ')} FROM ${source.name}${where}${text} EMIT CHANGES;`;
}

function partitionBy(
  random: Random,
  expressions: ExpressionMaker,
  source: Known,
): { readonly text: string; readonly item: string } {
  if (random.chance(0.15)) return { text: ' PARTITION BY NULL', item: '' };
  const by =
    random.chance(0.6) && source.values.length > 0
      ? quoted(random.oneOf(source.values).name)
      : expressions.of(random.oneOf([STRING, types.INTEGER]), 2);
  return { text: ` PARTITION BY ${by}`, item: /^[`\w]+$/.test(by) ? by : `${by} AS NK` };
}

function grouped(random: Random, source: Known, sink: string): string {
  const expressions = new ExpressionMaker(random, scopeOf(source));
  const columns = [...source.keys, ...source.values].map(({ name }) => quoted(name));
  const by = random.chance(0.7)
    ? random.oneOf(columns)
    : expressions.of(random.oneOf([STRING, types.INTEGER, BOOLEAN]), 2);
  const key = /^[`\w]+$/.test(by) ? by : `${by} AS GK`;
  const window = source.isTable || random.chance(0.4) ? '' : randomWindow(random);
  const aggregates = range(random.int(1, 3)).map(
    (i) => `${randomAggregate(random, expressions, source.isTable)} AS A${i}`,
  );
  const where = random.chance(0.2) ? ` WHERE ${expressions.of(BOOLEAN, 2)}` : '';
  const having = random.chance(0.2) ? ` HAVING COUNT(*) ${random.oneOf(['> 1', '< 3', '<> 2'])}` : '';
  const final = window !== '' && random.chance(0.3) ? 'FINAL' : 'CHANGES';
  return `CREATE TABLE ${sink}${withClause(random)} AS SELECT ${[key, ...aggregates].join(', ')} FROM ${source.name}${window}${where} GROUP BY ${by}${having} EMIT ${final};`;
}

function randomWindow(random: Random): string {
  const grace = random.oneOf([
    '',
    '',
    ', GRACE PERIOD 0 SECONDS',
    ', GRACE PERIOD 5 SECONDS',
    ', GRACE PERIOD 1 DAY',
  ]);
  return random.oneOf([
    ` WINDOW TUMBLING (SIZE ${random.oneOf(['1 SECOND', '10 SECONDS', '1 HOUR'])}${grace})`,
    ` WINDOW HOPPING (SIZE 10 SECONDS, ADVANCE BY ${random.oneOf(['3 SECONDS', '5 SECONDS'])}${grace})`,
    ` WINDOW SESSION (${random.oneOf(['1 SECOND', '5 SECONDS'])}${grace})`,
  ]);
}

function joined(random: Random, left: Known, right: Known, sink: string): string {
  const scope = [...scopeOf(left, 'L'), ...scopeOf(right, 'R')];
  const expressions = new ExpressionMaker(random, scope);
  const wanted = range(random.int(1, 3)).map((i) => `${expressions.of(randomType(random), 2)} AS E${i}`);
  const leftColumn = random.oneOf(
    left.isTable || random.chance(0.5) ? left.keys : [...left.keys, ...left.values],
  );
  const rightColumn = random.oneOf(
    right.isTable || random.chance(0.5) ? right.keys : [...right.keys, ...right.values],
  );
  // without keys there is no column: the planner says so
  const on = `L.${quoted(leftColumn?.name ?? 'K0')} = R.${quoted(rightColumn?.name ?? 'K0')}`;
  const type = random.oneOf(['JOIN', 'LEFT JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL OUTER JOIN']);
  const within =
    left.isTable || right.isTable
      ? ''
      : ` WITHIN ${random.oneOf(['1 SECOND', '10 SECONDS', '(1 SECOND, 10 SECONDS)'])}${random.oneOf(['', ' GRACE PERIOD 0 SECONDS', ' GRACE PERIOD 20 SECONDS'])}`;
  const isTable = left.isTable && right.isTable;
  const where = random.chance(0.15) ? ` WHERE ${expressions.of(BOOLEAN, 2)}` : '';
  const list = random.chance(0.15)
    ? '*'
    : [`L.${quoted(leftColumn?.name ?? 'K0')} AS JK`, ...wanted].join(', ');
  return `CREATE ${kind(isTable)} ${sink}${withClause(random)} AS SELECT ${list} FROM ${left.name} L ${type} ${right.name} R${within} ON ${on}${where} EMIT CHANGES;`;
}

function withClause(random: Random): string {
  if (random.chance(0.7)) return '';
  return random.oneOf([
    " WITH (VALUE_FORMAT='JSON')",
    " WITH (VALUE_FORMAT='DELIMITED')",
    " WITH (KEY_FORMAT='JSON')",
    " WITH (FORMAT='JSON')",
    ' WITH (PARTITIONS=1)',
  ]);
}

const kind = (isTable: boolean): string => (isTable ? 'TABLE' : 'STREAM');
const quoted = (name: string): string => (/^[A-Z][A-Z0-9_]*$/.test(name) ? name : `\`${name}\``);

function scopeOf({ keys, values, isWindowed }: Known, alias?: string): readonly Named[] {
  const before = alias === undefined ? '' : `${alias}.`;
  const pseudo = ['ROWTIME', ...(isWindowed ? ['WINDOWSTART', 'WINDOWEND'] : [])].map((name) => ({
    name,
    type: types.BIGINT,
  }));
  return [...keys, ...values, ...pseudo].map(({ name, type }) => ({
    text: `${before}${quoted(name)}`,
    type,
  }));
}
