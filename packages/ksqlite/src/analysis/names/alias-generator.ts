/**
 * Names of columns that nobody named, as ksqlDB makes them (its class ColumnNames). A name is a prefix and a number: `KSQL_COL_0`,
 * `CITY`, `CITY_1`; the number 0 is not written, except behind KSQL_COL. A number is given once, and none that a column of the
 * sources has. Of a struct field whose own name ends in a number only the prefix counts: `s->F_2` is called `F`.
 */
import type { Expression } from '../../sql/ast/expression.ts';

export interface AliasGenerator {
  /** The name of a column that holds this expression. */
  next(expression: Expression): string;
}

const GENERATED = 'KSQL_COL';

/** @param names of the columns of all sources */
export function aliasGenerator(names: Iterable<string>): AliasGenerator {
  const used = new Map<string, Set<number>>();
  const usedOf = (prefix: string): Set<number> => {
    const known = used.get(prefix) ?? new Set();
    used.set(prefix, known);
    return known;
  };
  for (const name of names) {
    const { prefix, number } = split(name);
    usedOf(prefix).add(number);
  }
  return {
    next: (expression) => {
      const prefix = expression.kind === 'Dereference' ? split(expression.field.text).prefix : GENERATED;
      const taken = usedOf(prefix);
      let number = 0;
      while (taken.has(number)) number++;
      taken.add(number);
      return number === 0 && prefix !== GENERATED ? prefix : `${prefix}_${number}`;
    },
  };
}

/** `NAME_26` is NAME and 26, any other name has the number 0. */
function split(name: string): { readonly prefix: string; readonly number: number } {
  const [, prefix = name, number] = /^(.*?)_(\d+)$/s.exec(name) ?? [];
  return { prefix, number: Number(number ?? 0) };
}
