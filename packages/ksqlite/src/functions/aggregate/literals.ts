import type { ValueArgument } from '../scalar-function.ts';

/** The literal of a parameter that sets an aggregate up (the N of TOPK); undefined where it is none of the kind. */
export const integerLiteral = (argument: ValueArgument | undefined): number | undefined =>
  argument?.type?.kind === 'INTEGER' && typeof argument.literal === 'number' ? argument.literal : undefined;

export const booleanLiteral = (argument: ValueArgument | undefined): boolean | undefined =>
  argument?.type?.kind === 'BOOLEAN' && typeof argument.literal === 'boolean' ? argument.literal : undefined;
