import { z } from 'zod';

/** A ksqlDB server's answers: what is read of them is checked, the rest passes. */

export const infoAnswer = z.object({
  KsqlServerInfo: z.looseObject({
    version: z.string(),
    kafkaClusterId: z.string().optional(),
    ksqlServiceId: z.string().optional(),
    serverStatus: z.string().optional(),
  }),
});
export type ServerInfo = z.infer<typeof infoAnswer>['KsqlServerInfo'];

export const healthAnswer = z.looseObject({
  isHealthy: z.boolean(),
  details: z.record(z.string(), z.looseObject({ isHealthy: z.boolean() })).optional(),
  serverState: z.string().optional(),
});
export type Health = z.infer<typeof healthAnswer>;

export const commandStatus = z.looseObject({
  /** QUEUED, PARSING, EXECUTING, RUNNING, TERMINATED, SUCCESS or ERROR */
  status: z.string(),
  message: z.string().default(''),
  queryId: z.string().nullish(),
});
export type CommandStatus = z.infer<typeof commandStatus>;

/** What a statement came to. `@type` says what else is in it. */
export const entity = z.looseObject({
  '@type': z.string(),
  statementText: z.string().default(''),
  warnings: z.array(z.looseObject({ message: z.string() })).default([]),
  commandId: z.string().optional(),
  commandStatus: commandStatus.optional(),
  commandSequenceNumber: z.number().optional(),
});
export type Entity = z.infer<typeof entity>;
export const entities = z.array(entity);

export const errorAnswer = z.looseObject({
  '@type': z.string().optional(),
  error_code: z.number(),
  message: z.string(),
  statementText: z.string().optional(),
  entities: entities.optional(),
});
export type ErrorAnswer = z.infer<typeof errorAnswer>;

export const queryHead = z.object({
  queryId: z.string().nullish(),
  columnNames: z.array(z.string()),
  columnTypes: z.array(z.string()),
});

export const insertAck = z
  .object({
    status: z.enum(['ok', 'error']),
    seq: z.number(),
    error_code: z.number().optional(),
    message: z.string().optional(),
  })
  .transform(({ error_code: errorCode, ...ack }) => ({ ...ack, errorCode }));
/** `seq` counts the rows from 0. */
export type InsertAck = z.infer<typeof insertAck>;
