import { FunctionError } from '../../../function-error.ts';

/** What Java refuses to compile: ksqlDB takes the statement, and each record fails. */
export class RegexSyntaxError extends FunctionError {}

/** A match that would take too many steps: the record fails. */
export class RegexBudgetError extends FunctionError {}
