import { types } from 'ksqlite';
import type { Random } from '../../random.ts';
import { type CallArgument, callsOf } from './call-catalogue.ts';
import { randomScalar } from './random-type.ts';
import { randomLiteral } from './random-value.ts';
import { SPECIAL } from './special-texts.ts';

type SqlType = types.SqlType;
const { BIGINT, BOOLEAN, DATE, DOUBLE, formatType, INTEGER, STRING, sameType, TIMESTAMP } = types;

/** Something with a name that an expression may use: a column, a field of one, a parameter of a lambda. */
export interface Named {
  /** as it is written */
  readonly text: string;
  readonly type: SqlType;
}

const COMPARISONS = ['=', '<>', '<', '<=', '>', '>=', 'IS DISTINCT FROM', 'IS NOT DISTINCT FROM'];
const UNITS = ['DAYS', 'HOURS', 'MINUTES', 'SECONDS', 'MILLISECONDS'];

/** Expressions of a type over what is in scope. One in a few does not fit ksqlDB: that is for the planner to find. */
export class ExpressionMaker {
  readonly #random: Random;
  readonly #scope: readonly Named[];
  #lambdas = 0;

  constructor(random: Random, scope: readonly Named[]) {
    this.#random = random;
    this.#scope = [...scope, ...scope.flatMap(fieldsOf)];
  }

  /** @param depth of expressions inside of each other, at most */
  of(type: SqlType, depth: number): string {
    const random = this.#random;
    if (depth <= 0 || random.chance(0.25)) return this.#leaf(type);
    const ways: readonly (() => string | undefined)[] = [
      () => this.#operator(type, depth),
      () => this.#call(type, depth),
      () => this.#call(type, depth),
      () => this.#cast(type, depth),
      () => this.#case(type, depth),
      () => this.#made(type, depth),
    ];
    return random.oneOf(ways)() ?? this.#leaf(type);
  }

  #leaf(type: SqlType): string {
    const fitting = this.#scope.filter((named) => sameType(named.type, type));
    if (fitting.length > 0 && this.#random.chance(0.8)) return this.#random.oneOf(fitting).text;
    if (this.#random.chance(0.05)) return `CAST(NULL AS ${formatType(type)})`;
    return randomLiteral(this.#random, type);
  }

  #operator(type: SqlType, depth: number): string | undefined {
    const random = this.#random;
    const below = (one: SqlType): string => this.of(one, depth - 1);
    switch (type.kind) {
      case 'BOOLEAN':
        return this.#condition(depth);
      case 'STRING':
        return `(${below(STRING)} + ${below(STRING)})`;
      case 'INTEGER':
        return `(${below(INTEGER)} ${random.oneOf(['+', '-', '*', '/', '%'])} ${below(INTEGER)})`;
      case 'BIGINT':
        return `(${below(BIGINT)} ${random.oneOf(['+', '-', '*', '/', '%'])} ${below(random.oneOf([INTEGER, BIGINT]))})`;
      case 'DOUBLE':
        return `(${below(DOUBLE)} ${random.oneOf(['+', '-', '*', '/', '%'])} ${below(random.oneOf([INTEGER, BIGINT, DOUBLE]))})`;
      case 'DECIMAL':
        return `CAST((${below(type)} ${random.oneOf(['+', '-', '*', '/'])} ${below(random.oneOf([INTEGER, type]))}) AS ${formatType(type)})`;
      default:
        return undefined;
    }
  }

  #condition(depth: number): string {
    const random = this.#random;
    const below = (one: SqlType): string => this.of(one, depth - 1);
    const some = randomScalar(random);
    switch (random.int(0, 8)) {
      case 0:
        return `(${below(BOOLEAN)} ${random.oneOf(['AND', 'OR'])} ${below(BOOLEAN)})`;
      case 1:
        return `(NOT ${below(BOOLEAN)})`;
      case 2:
        return `(${below(some)} ${random.oneOf(['IS NULL', 'IS NOT NULL'])})`;
      case 3:
        return `(${below(STRING)} ${random.oneOf(['LIKE', 'NOT LIKE'])} ${random.oneOf(["'a%'", "'_b_'", "'%'", "'!%%' ESCAPE '!'"])})`;
      case 4: {
        const number = random.oneOf([INTEGER, BIGINT, DOUBLE, STRING]);
        return `(${below(number)} ${random.oneOf(['', 'NOT '])}BETWEEN ${below(number)} AND ${below(number)})`;
      }
      case 5: {
        const one = random.oneOf([INTEGER, BIGINT, STRING]);
        return `(${below(one)} ${random.oneOf(['', 'NOT '])}IN (${below(one)}, ${below(one)}))`;
      }
      default:
        return `(${below(some)} ${random.oneOf(some.kind === 'BOOLEAN' ? COMPARISONS.slice(0, 2) : COMPARISONS)} ${below(some)})`;
    }
  }

  #cast(type: SqlType, depth: number): string | undefined {
    const from: Partial<Record<SqlType['kind'], readonly SqlType[]>> = {
      INTEGER: [BIGINT, DOUBLE, STRING],
      BIGINT: [INTEGER, DOUBLE, STRING],
      DOUBLE: [INTEGER, BIGINT, STRING],
      DECIMAL: [INTEGER, BIGINT, DOUBLE, STRING],
      STRING: [INTEGER, BIGINT, DOUBLE, BOOLEAN, DATE, TIMESTAMP],
      BOOLEAN: [STRING],
      DATE: [TIMESTAMP, STRING],
      TIME: [TIMESTAMP, STRING],
      TIMESTAMP: [DATE, STRING],
    };
    const choices = from[type.kind];
    return choices && `CAST(${this.of(this.#random.oneOf(choices), depth - 1)} AS ${formatType(type)})`;
  }

  #case(type: SqlType, depth: number): string {
    const when = `WHEN ${this.of(BOOLEAN, depth - 1)} THEN ${this.of(type, depth - 1)}`;
    const otherwise = this.#random.chance(0.7) ? ` ELSE ${this.of(type, depth - 1)}` : '';
    return `(CASE ${when}${otherwise} END)`;
  }

  /** An array, map or struct of its parts, or a part of one. */
  #made(type: SqlType, depth: number): string | undefined {
    switch (type.kind) {
      case 'ARRAY':
        return `ARRAY[${this.of(type.element, depth - 1)}, ${this.of(type.element, depth - 1)}]`;
      case 'MAP':
        return `MAP('k0' := ${this.of(type.value, depth - 1)}, ${this.of(STRING, 0)} := ${this.of(type.value, depth - 1)})`;
      case 'STRUCT':
        return `STRUCT(${type.fields.map((f) => `${f.name} := ${this.of(f.type, depth - 1)}`).join(', ')})`;
      default:
        return undefined;
    }
  }

  #call(type: SqlType, depth: number): string | undefined {
    const calls = callsOf(type);
    if (calls.length === 0) return undefined;
    const { name, args } = this.#random.oneOf(calls);
    return `${name}(${args.map((argument, i) => this.#argument(name, i, argument, depth)).join(', ')})`;
  }

  #argument(name: string, index: number, argument: CallArgument, depth: number): string {
    const random = this.#random;
    const special = SPECIAL[name]?.[index];
    if (argument.kind === 'unit') return random.oneOf(UNITS);
    if (argument.kind === 'value')
      return special !== undefined && random.chance(0.9)
        ? random.oneOf(special)
        : this.of(argument.type, depth - 1);
    const { parameters, returns } = argument;
    const names = parameters.map(() => `p${this.#lambdas++}`);
    const inner = new ExpressionMaker(random, [
      ...this.#scope,
      ...parameters.map((one, i): Named => ({ text: names[i] ?? '', type: one })),
    ]);
    inner.#lambdas = this.#lambdas;
    const body = inner.of(returns, depth - 1);
    this.#lambdas = inner.#lambdas;
    return `${names.length === 1 ? names[0] : `(${names.join(', ')})`} => ${body}`;
  }
}

/** What `->`, an index or a key gives of a column. */
function fieldsOf({ text, type }: Named): readonly Named[] {
  switch (type.kind) {
    case 'STRUCT':
      return type.fields.map((field) => ({ text: `${text}->${field.name}`, type: field.type }));
    case 'ARRAY':
      return [1, 2, -1].map((index) => ({ text: `${text}[${index}]`, type: type.element }));
    case 'MAP':
      return [{ text: `${text}['k0']`, type: type.value }];
    default:
      return [];
  }
}
