import type { CommandStatus, Entity, Health, InsertAck, ServerInfo } from './answers/answers.ts';

/** What a session has set: sent with each request, kept by no server. */
export interface RequestOptions {
  /** As `SET` gives them: `{'auto.offset.reset': 'earliest'}`. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** As `DEFINE` gives them; the server substitutes them. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Ends the request; what was asked for then throws the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ExecuteOptions extends RequestOptions {
  /** The server first waits until it has carried out the command of this number: `commandSequenceNumber` of an entity. */
  readonly commandSequenceNumber?: number;
}

export interface Column {
  readonly name: string;
  /** As the server writes it: `ARRAY<STRING>`. */
  readonly type: string;
}

/**
 * Cells as JSON gives them, but nothing is lost: an integer that a number can't hold is a bigint, a DECIMAL is a string
 * of its digits. Structs are objects, maps too, BYTES is base64.
 */
export type Row = readonly unknown[];

export interface RowStream {
  readonly queryId: string;
  readonly columns: readonly Column[];
  /**
   * Can be read once. Ends with a pull query's last row, a push query's LIMIT, or `close`. Throws a RestError when the
   * server reports one or the connection is lost.
   */
  readonly rows: AsyncIterable<Row>;
  /** Closes the connection, upon which the server ends the query. */
  close(): void;
}

/**
 * A ksqlDB server's HTTP interface. Every method throws a RestError; requests that can't have been carried out are made
 * again with growing pauses, for `retryForMs` at most.
 */
export interface RestClient {
  /** Without credentials, path or query: fit for messages. */
  readonly url: string;
  info(options?: Pick<RequestOptions, 'signal'>): Promise<ServerInfo>;
  health(options?: Pick<RequestOptions, 'signal'>): Promise<Health>;
  /** Whether `SET` takes a property of this name. */
  isValidProperty(name: string): Promise<boolean>;
  /**
   * One or more statements, but no query. One entity a statement that has one (INSERT … VALUES has none). A command is
   * answered when the server has carried it out, or after a few seconds with another status than SUCCESS:
   * `commandStatus` tells the rest.
   *
   * @throws RestError KSQLDB_REFUSED: `entities` are those of the statements before the refused one;
   * KSQLDB_UNCERTAIN: the connection was lost when the statements had been sent
   */
  execute(sql: string, options?: ExecuteOptions): Promise<readonly Entity[]>;
  /** How far a command of `execute` is. `commandId` as in its entity. */
  commandStatus(commandId: string): Promise<CommandStatus>;
  /** A push or pull query; resolves when the columns are known. */
  query(sql: string, options?: RequestOptions): Promise<RowStream>;
  /** PRINT, a line a record and two of heading. Ends with its LIMIT, or `signal`. */
  print(sql: string, options?: RequestOptions): AsyncIterable<string>;
  /**
   * Rows `{COLUMN: value}` into a stream or table, over HTTP/2. Gives an answer a row; rows are taken as the server takes
   * them. After the first error the server takes no more.
   */
  insert(
    target: string,
    rows: Iterable<InsertRow> | AsyncIterable<InsertRow>,
    options?: Pick<RequestOptions, 'signal'>,
  ): AsyncIterable<InsertAck>;
  /** Ends a push query of `query`, from any client. */
  closeQuery(queryId: string): Promise<void>;
  /** Closes all connections, whatever is under way. */
  close(): Promise<void>;
}

export type InsertRow = Readonly<Record<string, unknown>>;
