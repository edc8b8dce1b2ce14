import type { SqlType } from '../../types/sql-type.ts';
import type { Identifier, Span } from './span.ts';

export type Expression =
  | NullLiteral
  | BooleanLiteral
  | IntegerLiteral
  | DecimalLiteral
  | DoubleLiteral
  | StringLiteral
  | ColumnReference
  | Dereference
  | Subscript
  | FunctionCall
  | Unary
  | Binary
  | IsNull
  | Like
  | Between
  | InList
  | Case
  | Cast
  | StructConstructor
  | ArrayConstructor
  | MapConstructor;

interface Node {
  readonly span: Span;
}
export interface NullLiteral extends Node {
  readonly kind: 'NullLiteral';
}
export interface BooleanLiteral extends Node {
  readonly kind: 'BooleanLiteral';
  readonly value: boolean;
}
/** INTEGER when it fits 32 bits, BIGINT when 64; beyond that the parser refuses it. */
export interface IntegerLiteral extends Node {
  readonly kind: 'IntegerLiteral';
  readonly value: bigint;
}
/** `1.50`: DECIMAL of exactly the digits written. */
export interface DecimalLiteral extends Node {
  readonly kind: 'DecimalLiteral';
  readonly text: string;
}
/** `1.5E0` */
export interface DoubleLiteral extends Node {
  readonly kind: 'DoubleLiteral';
  readonly value: number;
}
export interface StringLiteral extends Node {
  readonly kind: 'StringLiteral';
  readonly value: string;
}
/** `temp` or `r.temp`; inside a lambda's body its parameters look the same. */
export interface ColumnReference extends Node {
  readonly kind: 'ColumnReference';
  readonly source: Identifier | undefined;
  readonly name: Identifier;
}
/** `address->street` */
export interface Dereference extends Node {
  readonly kind: 'Dereference';
  readonly base: Expression;
  readonly field: Identifier;
}
/** `tags[1]`, `attributes['k']` */
export interface Subscript extends Node {
  readonly kind: 'Subscript';
  readonly base: Expression;
  readonly index: Expression;
}
/** `f(a, x => x + 1)`; `COUNT(*)` has `star`. `name` is upper case. */
export interface FunctionCall extends Node {
  readonly kind: 'FunctionCall';
  readonly name: Identifier;
  readonly arguments: readonly (Expression | Lambda)[];
  readonly star: boolean;
  /** COUNT(DISTINCT x), which ksqlDB does not have; `name` is COUNT_DISTINCT then. Only where it is written. */
  readonly distinct?: true;
}
/** `x => …`, `(k, v) => …`: only as a function's argument. */
export interface Lambda extends Node {
  readonly kind: 'Lambda';
  readonly parameters: readonly Identifier[];
  readonly body: Expression;
}
export interface Unary extends Node {
  readonly kind: 'Unary';
  readonly operator: '-' | '+' | 'NOT';
  readonly operand: Expression;
}
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '%'
  | '='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | 'AND'
  | 'OR'
  | 'IS DISTINCT FROM'
  | 'IS NOT DISTINCT FROM';
export interface Binary extends Node {
  readonly kind: 'Binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}
export interface IsNull extends Node {
  readonly kind: 'IsNull';
  readonly operand: Expression;
  readonly negated: boolean;
}
export interface Like extends Node {
  readonly kind: 'Like';
  readonly operand: Expression;
  readonly pattern: Expression;
  readonly escape: string | undefined;
  readonly negated: boolean;
}
export interface Between extends Node {
  readonly kind: 'Between';
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly negated: boolean;
}
export interface InList extends Node {
  readonly kind: 'InList';
  readonly operand: Expression;
  readonly items: readonly Expression[];
  readonly negated: boolean;
}
/** Searched when `operand` is undefined. ksqlDB parses `CASE x WHEN …` but refuses it later, and so do we. */
export interface Case extends Node {
  readonly kind: 'Case';
  readonly operand: Expression | undefined;
  readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
  readonly otherwise: Expression | undefined;
}
export interface Cast extends Node {
  readonly kind: 'Cast';
  readonly operand: Expression;
  readonly type: SqlType;
}
export interface StructConstructor extends Node {
  readonly kind: 'StructConstructor';
  readonly fields: readonly { readonly name: Identifier; readonly value: Expression }[];
}
export interface ArrayConstructor extends Node {
  readonly kind: 'ArrayConstructor';
  readonly items: readonly Expression[];
}
export interface MapConstructor extends Node {
  readonly kind: 'MapConstructor';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}
