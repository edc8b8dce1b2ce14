import type { Expression } from '../../ast/expression.ts';
import type { Cursor } from '../cursor/cursor.ts';

/** Any expression, inside another one. */
export const parseNestedExpression = (cursor: Cursor): Expression => cursor.nested.expression(cursor);

/** Arithmetic and what it is made of, inside an expression. */
export const parseNestedValue = (cursor: Cursor): Expression => cursor.nested.value(cursor);
