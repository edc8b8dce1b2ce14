import { EvaluationError } from './evaluation-error.ts';

/** One for all: records that divide by zero come in crowds, and a stack trace for each is dear. */
export const divisionByZero = new EvaluationError('Division by zero');
