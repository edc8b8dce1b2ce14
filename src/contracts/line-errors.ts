import type { OwnErrorCode } from 'ksqlite/cli';

/**
 * What can end a command of the line beside what can end one of ksqlite (`COMMAND_ERRORS`). Codes are stable: scripts may
 * match on them. docs/errors.md lists both.
 */
export const LINE_ERRORS = {
  PRICE_API: {
    code: 'PRICE_API',
    exit: 8,
    meaning: 'The price API could not be started, or its address is not one.',
  },
  POSTGRES: {
    code: 'POSTGRES',
    exit: 15,
    meaning: 'PostgreSQL is away, refuses the connection or a change, or can’t be read on from where it was.',
  },
} as const satisfies Readonly<Record<string, OwnErrorCode>>;
