import { CommandError, type CommandErrorCode } from '../../../errors/command-error.ts';
import type { NativeError } from './native-client.ts';

/** Kafka's error codes, and librdkafka's own (negative) ones, as far as they are distinguished here. */
export const CODES = {
  queueFull: -184,
  assignPartitions: -175,
  authentication: -169,
  unknownTopic: 3,
  invalidTopic: 17,
  illegalGeneration: 22,
  unknownMember: 25,
  rebalanceInProgress: 27,
  topicRefused: 29,
  groupRefused: 30,
  clusterRefused: 31,
  topicExists: 36,
  transactionalIdRefused: 53,
  saslFailed: 58,
} as const;

const REFUSED: readonly number[] = [
  CODES.authentication,
  CODES.topicRefused,
  CODES.groupRefused,
  CODES.clusterRefused,
  CODES.transactionalIdRefused,
  CODES.saslFailed,
];
const REFUSED_HINT = 'see the KAFKA_SECURITY_PROTOCOL, KAFKA_SASL_… and KAFKA_SSL_… variables';
const AWAY_HINT = 'is a broker running there, and does KAFKA_BOOTSTRAP name it?';

export const codeOf = (error: unknown): number | undefined =>
  error instanceof Error ? (error as Partial<NativeError>).code : undefined;

/**
 * What Kafka's client threw, as an error for a person: KAFKA_REFUSED for credentials and rights, KAFKA_AWAY for anything
 * else, which may be in order at a later try.
 *
 * @param doing what was tried
 * @param reason why a connection failed, as the client's log has it; its error says only that it failed
 */
export function kafkaError(error: unknown, doing: string, bootstrap: string, reason?: string): CommandError {
  if (error instanceof CommandError) return error;
  const refused = REFUSED.includes(codeOf(error) ?? 0) || /\bSASL\b|\bSSL\b|authenticat/i.test(reason ?? '');
  const code: CommandErrorCode = refused ? 'KAFKA_REFUSED' : 'KAFKA_AWAY';
  const why = reason ?? (error instanceof Error ? error.message : String(error));
  const hint = refused ? REFUSED_HINT : AWAY_HINT;
  return new CommandError(code, `Kafka at ${bootstrap} can't ${doing}: ${why} (${hint})`, { cause: error });
}
