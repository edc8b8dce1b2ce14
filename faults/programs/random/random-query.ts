import { types } from 'ksqlite';
import type { Random } from '../../random.ts';
import { randomAggregate } from './random-aggregate.ts';
import { ExpressionMaker, type Named } from './random-expression.ts';
import { range } from './random-source.ts';
import { randomScalar, randomType } from './random-type.ts';

/** A stream or table that there is: what a query may read. */
export interface Known {
  readonly name: string;
  readonly isTable: boolean;
  readonly isWindowed: boolean;
  readonly keys: readonly Column[];
  readonly values: readonly Column[];
  readonly headers: readonly Column[];
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
  const others = random.shuffled(known.filter((one) => one !== source));
  const [partner, third] = others;
  if (partner !== undefined && random.chance(0.35))
    return joined(
      random,
      [source, partner, ...(third !== undefined && random.chance(0.15) ? [third] : [])],
      sink,
    );
  const target = known.find(({ name }) => name.startsWith('Q'));
  // from a topic that is sent to: a statement that reads what it writes never ends
  if (target?.isTable === false && source.name.startsWith('S') && random.chance(0.2))
    return inserted(random, source, target);
  return random.chance(0.4) ? grouped(random, source, sink) : projected(random, source, sink);
}

function projected(random: Random, source: Known, sink: string): string {
  const expressions = new ExpressionMaker(random, scopeOf(source));
  const wanted = range(random.int(1, 3)).map((i) => `${expressions.of(randomType(random), DEPTH)} AS E${i}`);
  if (!source.isTable && random.chance(0.12))
    wanted.push(`EXPLODE(${expressions.of(types.array(randomScalar(random)), 2)}) AS X`);
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
  const final = window !== '' && random.chance(0.4) ? 'FINAL' : 'CHANGES';
  return `CREATE TABLE ${sink}${withClause(random)} AS SELECT ${[key, ...aggregates].join(', ')} FROM ${source.name}${window}${where} GROUP BY ${by}${having} EMIT ${final};`;
}

function randomWindow(random: Random): string {
  const grace = random.oneOf([
    '',
    '',
    ', GRACE PERIOD 0 SECONDS',
    ', GRACE PERIOD 5 SECONDS',
    ', GRACE PERIOD 1 DAY',
    ', RETENTION 2 DAYS',
    ', RETENTION 2 HOURS, GRACE PERIOD 1 MINUTE',
  ]);
  return random.oneOf([
    ` WINDOW TUMBLING (SIZE ${random.oneOf(['1 SECOND', '10 SECONDS', '1 HOUR'])}${grace})`,
    ` WINDOW HOPPING (SIZE 10 SECONDS, ADVANCE BY ${random.oneOf(['3 SECONDS', '5 SECONDS', '9 SECONDS', '10 SECONDS'])}${grace})`,
    ` WINDOW SESSION (${random.oneOf(['1 SECOND', '5 SECONDS', '1 MINUTE'])}${grace})`,
  ]);
}

/** Rows of another source for a stream that a statement writes already: columns of the same types, in their order. */
function inserted(random: Random, source: Known, target: Known): string {
  const expressions = new ExpressionMaker(random, scopeOf(source));
  const keys = target.keys.map(({ name }, i) => {
    const own = source.keys[i];
    return own === undefined ? quoted(name) : `${quoted(own.name)} AS ${quoted(name)}`;
  });
  const values = target.values.map(({ name, type }) => `${expressions.of(type, 2)} AS ${quoted(name)}`);
  return `INSERT INTO ${target.name} SELECT ${[...keys, ...values].join(', ')} FROM ${source.name} EMIT CHANGES;`;
}

function joined(random: Random, mixed: readonly Known[], sink: string): string {
  // ksqlDB joins streams to tables, not tables to streams
  const sides = random.chance(0.95) ? mixed.toSorted((a, b) => Number(a.isTable) - Number(b.isTable)) : mixed;
  const [left, ...others] = sides;
  if (left === undefined) return '';
  const isTable = sides.every((side) => side.isTable);
  const foreignKeys = isTable ? foreignKeysOf(left, others[0]) : [];
  const onForeignKey = foreignKeys.length > 0 && random.chance(0.5);
  const joinable = {
    ...left,
    keys: onForeignKey ? foreignKeys : left.keys,
    values: isTable ? [] : left.values,
  };
  const matching = {
    ...left,
    keys: joinable.keys.filter((one) => isInAll(one, others)),
    values: joinable.values.filter((one) => isInAll(one, others)),
  };
  const isMatched = matching.keys.length + matching.values.length > 0 && random.chance(0.95);
  const [column, type] = joinColumn(random, isMatched ? matching : joinable);
  const leftAlias = onForeignKey ? FOREIGN_KEY_ALIAS : 'L';
  const expressions = new ExpressionMaker(random, [
    ...scopeOf(left, leftAlias),
    ...others.flatMap((side, i) => scopeOf(side, ALIASES[i])),
  ]);
  const wanted = range(random.int(1, 3)).map((i) => `${expressions.of(randomType(random), 2)} AS E${i}`);
  const where = random.chance(0.15) ? ` WHERE ${expressions.of(BOOLEAN, 2)}` : '';
  // on a foreign key the result has the left table's key
  const keys = onForeignKey ? left.keys.map(({ name }) => quoted(name)) : [column];
  const selected = keys.map((key, i) => `${leftAlias}.${key} AS JK${i === 0 ? '' : i}`);
  const list = random.chance(0.15) ? '*' : [...selected, ...wanted].join(', ');
  const joins = others.map((side, i) => {
    const alias = ALIASES[i] ?? 'R';
    const within = left.isTable || side.isTable ? '' : randomWithin(random);
    const joinTypes = left.isTable === side.isTable || random.chance(0.1) ? JOINS : JOINS.slice(0, 3);
    const [own] = joinColumn(random, side, type);
    return ` ${random.oneOf(joinTypes)} ${side.name} ${alias}${within} ON ${leftAlias}.${column} = ${alias}.${own}`;
  });
  return `CREATE ${kind(isTable)} ${sink}${withClause(random)} AS SELECT ${list} FROM ${left.name} ${leftAlias}${joins.join('')}${where} EMIT CHANGES;`;
}

/** Whether each of the others has something of its type to be joined with: a table its key. */
const isInAll = ({ type }: Column, others: readonly Known[]): boolean =>
  others.every(({ isTable, keys, values }) =>
    (isTable ? keys : [...keys, ...values]).some((other) => types.sameType(type, other.type)),
  );

/** Columns of a table that may refer to another one. */
const foreignKeysOf = ({ values }: Known, other: Known | undefined): readonly Column[] =>
  values.filter(
    ({ type }) => other?.keys.length === 1 && other.keys.every((key) => types.sameType(type, key.type)),
  );

/** What the left table is called in a join on a foreign key. */
export const FOREIGN_KEY_ALIAS = 'F';
const ALIASES = ['R', 'T'];
const JOINS = ['JOIN', 'LEFT JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'FULL OUTER JOIN'];

/** A key column, mostly: another one makes a repartition, or a join by a foreign key. Of a type, where there is one. */
function joinColumn(
  random: Random,
  source: Known,
  type?: types.SqlType,
): readonly [name: string, type: types.SqlType] {
  const fits = (column: Column): boolean => type === undefined || types.sameType(column.type, type);
  const keys = source.keys.filter(fits);
  const all = [...keys, ...source.values.filter(fits)];
  const fromKey = keys.length > 0 && random.chance(source.isTable ? 0.75 : 0.5);
  const choices = fromKey ? keys : all.length > 0 ? all : [...source.keys, ...source.values];
  const column = random.oneOf(choices);
  return [quoted(column.name), column.type];
}

const randomWithin = (random: Random): string =>
  ` WITHIN ${random.oneOf(['1 SECOND', '10 SECONDS', '(1 SECOND, 10 SECONDS)'])}${random.oneOf(['', ' GRACE PERIOD 0 SECONDS', ' GRACE PERIOD 20 SECONDS'])}`;

/** Formats whose records name a schema of the Schema Registry. */
const REGISTRY_FORMATS = ['AVRO', 'AVRO', 'PROTOBUF', 'JSON_SR'] as const;

function withClause(random: Random): string {
  if (random.chance(0.7)) return '';
  return random.oneOf([
    " WITH (VALUE_FORMAT='JSON')",
    " WITH (VALUE_FORMAT='DELIMITED')",
    " WITH (KEY_FORMAT='JSON')",
    " WITH (FORMAT='JSON')",
    ' WITH (PARTITIONS=1)',
    ` WITH (VALUE_FORMAT='${random.oneOf(REGISTRY_FORMATS)}')`,
    ` WITH (KEY_FORMAT='${random.oneOf(REGISTRY_FORMATS)}')`,
    ` WITH (FORMAT='${random.oneOf(REGISTRY_FORMATS)}')`,
  ]);
}

const kind = (isTable: boolean): string => (isTable ? 'TABLE' : 'STREAM');
const quoted = (name: string): string => (/^[A-Z][A-Z0-9_]*$/.test(name) ? name : `\`${name}\``);

function scopeOf({ keys, values, headers, isWindowed }: Known, alias?: string): readonly Named[] {
  const before = alias === undefined ? '' : `${alias}.`;
  const pseudo = ['ROWTIME', 'ROWOFFSET', ...(isWindowed ? ['WINDOWSTART', 'WINDOWEND'] : [])].map(
    (name) => ({
      name,
      type: types.BIGINT,
    }),
  );
  return [...keys, ...values, ...headers, ...pseudo].map(({ name, type }) => ({
    text: `${before}${quoted(name)}`,
    type,
  }));
}
