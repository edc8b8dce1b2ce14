import type { SqlValue, types } from 'ksqlite';
import type { ColumnReference, Expression, PlanContext, StreamRecord } from 'ksqlite/internals';
import { formatExpression } from 'ksqlite/internals';
import type { Columns, ColumnTypes } from './naive-row.ts';
import { NotCovered } from './not-covered.ts';

/** What a part that fails does to the whole: see FailingPart of the engine. */
export type FailingPart = 'null' | 'false' | 'fails';

/** An expression over named columns; throws where it fails as a whole. */
export type Evaluate = (columns: Columns) => SqlValue;

/** The expressions of one statement, over the columns of its FROM clause. */
export class NaiveExpressions {
  readonly context: PlanContext;
  readonly #types: ColumnTypes;

  constructor(context: PlanContext, columnTypes: ColumnTypes) {
    this.context = context;
    this.#types = columnTypes;
  }

  /** What names mean, as the engine's compiler of expressions asks for it. */
  readonly scope = {
    column: (reference: ColumnReference) => {
      const name = this.nameOf(reference);
      const type = this.#types.get(name) as types.SqlType;
      // the code that comes of an expression hands its record on to this alone
      const evaluate = (columns: unknown): SqlValue => (columns as Columns).get(name) ?? null;
      return { type, evaluate };
    },
  };

  /** `ALIAS.COLUMN` of a reference. */
  nameOf({ source, name }: ColumnReference): string {
    const written = name.text;
    const names =
      source === undefined
        ? [...this.#types.keys()].filter((known) => known.slice(known.indexOf('.') + 1) === written)
        : [`${source.text}.${written}`].filter((known) => this.#types.has(known));
    const [only] = names;
    if (only === undefined || names.length > 1) throw new NotCovered(`the column ${written}`);
    return only;
  }

  /** The same expressions, with further columns. */
  with(columnTypes: ColumnTypes): NaiveExpressions {
    return new NaiveExpressions(this.context, new Map([...this.#types, ...columnTypes]));
  }

  compile(expression: Expression, failingPart: FailingPart = 'null'): Evaluate {
    const { evaluate } = this.context.compile(expression, this.scope, { failingPart });
    return (columns) => evaluate(columns as unknown as StreamRecord);
  }

  /** NULL where the expression fails. */
  orNull(expression: Expression): Evaluate {
    const evaluate = this.compile(expression);
    return (columns) => {
      try {
        return evaluate(columns);
      } catch {
        return null;
      }
    };
  }

  /** WHERE and HAVING: whether a condition is true; without one everything passes. */
  condition(expression: Expression | undefined): (columns: Columns) => boolean {
    if (expression === undefined) return () => true;
    const evaluate = this.compile(expression, 'false');
    return (columns) => {
      try {
        return evaluate(columns) === true;
      } catch {
        return false;
      }
    };
  }
}

/** One text for expressions that mean the same: what GROUP BY and PARTITION BY name and the SELECT list repeats. */
export const textOf = (expression: Expression): string =>
  expression.kind === 'ColumnReference'
    ? formatExpression({ ...expression, source: undefined })
    : formatExpression(expression);
