import type { Expression } from './expression.ts';
import type { Identifier, Span } from './span.ts';

/** A SELECT, standing alone or behind `AS` / `INSERT INTO … `. */
export interface Query {
  readonly kind: 'Query';
  readonly select: readonly SelectItem[];
  readonly from: Relation;
  readonly window: Window | undefined;
  readonly where: Expression | undefined;
  readonly groupBy: readonly Expression[];
  readonly partitionBy: readonly Expression[];
  readonly having: Expression | undefined;
  /** ORDER BY, which ksqlDB does not have; only where it is written. */
  readonly orderBy?: OrderBy;
  /** `undefined`: no EMIT clause (a pull query when it stands alone). */
  readonly emit: 'CHANGES' | 'FINAL' | undefined;
  readonly limit: number | undefined;
  /** OFFSET, which ksqlDB does not have; only where it is written. */
  readonly offset?: Offset;
  readonly span: Span;
}

export interface OrderBy {
  readonly items: readonly SortItem[];
  readonly span: Span;
}
export interface Offset {
  readonly rows: number;
  readonly span: Span;
}
export interface SortItem {
  /** Over the result's columns, or the source's; a whole number is the place of a column. */
  readonly expression: Expression;
  readonly descending: boolean;
  readonly span: Span;
}

export type SelectItem = SelectAll | SelectFields | SelectExpression;
/** `*` or `s.*` */
export interface SelectAll {
  readonly kind: 'SelectAll';
  readonly source: Identifier | undefined;
  readonly span: Span;
}
/** `address->*`: every field of a STRUCT, as a column of its own. */
export interface SelectFields {
  readonly kind: 'SelectFields';
  readonly base: Expression;
  readonly span: Span;
}
export interface SelectExpression {
  readonly kind: 'SelectExpression';
  readonly expression: Expression;
  readonly alias: Identifier | undefined;
  readonly span: Span;
}

export type Relation = AliasedSource | Join;
export interface AliasedSource {
  readonly kind: 'AliasedSource';
  readonly name: Identifier;
  readonly alias: Identifier | undefined;
  readonly span: Span;
}
/** Joins lean left: `a JOIN b JOIN c` is `(a JOIN b) JOIN c`. */
export interface Join {
  readonly kind: 'Join';
  readonly type: 'INNER' | 'LEFT' | 'RIGHT' | 'OUTER';
  readonly left: Relation;
  readonly right: AliasedSource;
  readonly within: Within | undefined;
  readonly on: Expression;
  readonly span: Span;
}
/** `WITHIN (before, after) GRACE PERIOD grace`; `WITHIN d` is `(d, d)`. All in ms. */
export interface Within {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly graceMs: number | undefined;
  readonly span: Span;
}

export interface Window {
  readonly type: 'TUMBLING' | 'HOPPING' | 'SESSION';
  /** The window's size; for a session its inactivity gap. ms */
  readonly sizeMs: number;
  /** Hopping only; ms. */
  readonly advanceMs: number | undefined;
  readonly retentionMs: number | undefined;
  readonly graceMs: number | undefined;
  readonly span: Span;
}
