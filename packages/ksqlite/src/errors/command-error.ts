/**
 * Everything that can end a command of ksqlite, with its exit code. A program that is built on it adds its own
 * (`OwnErrorCode`). Codes are stable: scripts may match on them.
 * Exit code 1 is kept for "it ran, and conservation does not hold", or "a test of SQL failed"; 130 and 143 for a stop by signal.
 */
export const COMMAND_ERRORS = {
  USAGE: { exit: 2, meaning: 'An option is unknown, lacks its value or has a wrong one.' },
  INPUT_UNREADABLE: {
    exit: 3,
    meaning: 'The input file is missing, unreadable or not of the documented form.',
  },
  SQL_REFUSED: {
    exit: 4,
    meaning: 'A SQL script is not valid, or not what this data folder was made with.',
  },
  DATA_IN_USE: { exit: 5, meaning: 'Another process has the data folder open.' },
  DATA_DAMAGED: {
    exit: 6,
    meaning: 'A file of the data folder fails its checksum, or its format is not known.',
  },
  DISK: { exit: 7, meaning: 'The disk refused a read or a write: full, read-only or gone.' },
  TOPIC_UNKNOWN: { exit: 9, meaning: 'There is no such topic.' },
  KAFKA_AWAY: { exit: 10, meaning: 'No broker answers at KAFKA_BOOTSTRAP, or not in time.' },
  KAFKA_REFUSED: {
    exit: 11,
    meaning: 'Kafka refused: wrong credentials, TLS settings, or a right that the user lacks.',
  },
  KAFKA_CLIENT: { exit: 12, meaning: 'The Kafka client is not installed, or could not be loaded.' },
  TOPIC_PARTITIONS: { exit: 13, meaning: 'A topic exists with another number of partitions.' },
  SCHEMA_REGISTRY: {
    exit: 14,
    meaning: 'No Schema Registry answers, it refused a schema, or it has none for the topic.',
  },
  KSQLDB_URL: { exit: 20, meaning: 'The address of ksqlDB, or how it is to be reached, is not valid.' },
  KSQLDB_AWAY: {
    exit: 21,
    meaning: 'No ksqlDB answers at the address, it is not ready, or the connection was lost.',
  },
  KSQLDB_CREDENTIALS: { exit: 22, meaning: 'ksqlDB does not accept the credentials, or wants some.' },
  KSQLDB_ALIEN: { exit: 23, meaning: 'What answers at the address does not speak as ksqlDB does.' },
  KSQLDB_REFUSED: { exit: 24, meaning: 'ksqlDB refused a statement or a query.' },
  KSQLDB_FAILED: { exit: 25, meaning: 'ksqlDB failed at a request by its own fault.' },
  KSQLDB_UNCERTAIN: {
    exit: 26,
    meaning: 'The connection was lost when a statement had been sent: it may have been carried out.',
  },
  LISTEN: {
    exit: 27,
    meaning: 'The address to serve ksqlDB’s API on is taken, or none of this machine’s.',
  },
  MIGRATION_STATE: {
    exit: 30,
    meaning: 'The files and what the server’s journal says do not fit: changed, gone, unknown.',
  },
  MIGRATION_BUSY: { exit: 31, meaning: 'Another run migrates the server, or took over from this one.' },
  MIGRATION_STALLED: { exit: 32, meaning: 'A statement was carried out, but its query does not run.' },
  INTERNAL: { exit: 70, meaning: 'A defect of this software; please report it with the message.' },
} as const;
export type CommandErrorCode = keyof typeof COMMAND_ERRORS;

/** A code that a program adds to `COMMAND_ERRORS`, with an exit code that no other has. */
export interface OwnErrorCode {
  readonly code: string;
  readonly exit: number;
  readonly meaning: string;
}

/** An error meant for the person at the terminal: one clear line, no stack trace. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly code: string;
  readonly exitCode: number;

  constructor(
    code: CommandErrorCode | Pick<OwnErrorCode, 'code' | 'exit'>,
    message: string,
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
    this.code = typeof code === 'string' ? code : code.code;
    this.exitCode = typeof code === 'string' ? COMMAND_ERRORS[code].exit : code.exit;
  }

  /** The same error in other words; this one is its cause. */
  withMessage(message: string): CommandError {
    return new CommandError({ code: this.code, exit: this.exitCode }, message, { cause: this });
  }
}
