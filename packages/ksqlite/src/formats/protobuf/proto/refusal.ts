import { SchemaError } from '../../schema-format.ts';

/** A reason that is longer is cut: names in a text from outside can be of any length. */
const LONGEST = 1_000;

/** Why a text is no schema, or columns have none; to be thrown. */
export const refusal = (message: string): SchemaError =>
  new SchemaError(message.length > LONGEST ? `${message.slice(0, LONGEST)}…` : message);
