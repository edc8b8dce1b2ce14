import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { CommandError } from '../../errors/command-error.ts';

const text = z.string().min(1);
/** What Kafka allows in a group's member and a transactional id that this becomes part of. */
const name = z.string().regex(/^[\w.-]{1,100}$/, 'must be letters, digits, `.`, `_` or `-`');
const readableFile = text.refine((path) => {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}, 'must be the path of a file that can be read');

const environmentSchema = z
  .object({
    KAFKA_BOOTSTRAP: z
      .string({ error: 'is not set; it is the address of a broker, such as localhost:9092' })
      .regex(/^\s*[^\s,:]+:\d{1,5}(\s*,\s*[^\s,:]+:\d{1,5})*\s*$/, 'must be host:port[,host:port…]'),
    KAFKA_SECURITY_PROTOCOL: z.enum(['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'SASL_SSL']).optional(),
    KAFKA_SASL_MECHANISM: z.enum(['PLAIN', 'SCRAM-SHA-256', 'SCRAM-SHA-512']).optional(),
    KAFKA_SASL_USERNAME: text.optional(),
    KAFKA_SASL_PASSWORD: text.optional(),
    KAFKA_SSL_CA_LOCATION: readableFile.optional(),
    KAFKA_SSL_CERTIFICATE_LOCATION: readableFile.optional(),
    KAFKA_SSL_KEY_LOCATION: readableFile.optional(),
    KAFKA_SSL_KEY_PASSWORD: text.optional(),
    KAFKA_INSTANCE_ID: name.optional(),
    KAFKA_SESSION_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(1_800_000).default(10_000),
  })
  .superRefine((env, context) => {
    const refuse = (variable: string, message: string) =>
      context.addIssue({ code: 'custom', path: [variable], message });
    const protocol = env.KAFKA_SECURITY_PROTOCOL ?? 'PLAINTEXT';
    const sasl = ['KAFKA_SASL_MECHANISM', 'KAFKA_SASL_USERNAME', 'KAFKA_SASL_PASSWORD'] as const;
    const tls = [
      'KAFKA_SSL_CA_LOCATION',
      'KAFKA_SSL_CERTIFICATE_LOCATION',
      'KAFKA_SSL_KEY_LOCATION',
      'KAFKA_SSL_KEY_PASSWORD',
    ] as const;
    for (const variable of sasl) {
      if (protocol.startsWith('SASL') && variable !== 'KAFKA_SASL_MECHANISM' && env[variable] === undefined)
        refuse(variable, `is needed with KAFKA_SECURITY_PROTOCOL=${protocol}`);
      if (!protocol.startsWith('SASL') && env[variable] !== undefined)
        refuse(variable, 'has no effect without KAFKA_SECURITY_PROTOCOL=SASL_SSL or SASL_PLAINTEXT');
    }
    for (const variable of tls)
      if (!protocol.endsWith('SSL') && env[variable] !== undefined)
        refuse(variable, 'has no effect without KAFKA_SECURITY_PROTOCOL=SSL or SASL_SSL');
    if ((env.KAFKA_SSL_CERTIFICATE_LOCATION === undefined) !== (env.KAFKA_SSL_KEY_LOCATION === undefined))
      refuse('KAFKA_SSL_KEY_LOCATION', 'and KAFKA_SSL_CERTIFICATE_LOCATION belong together');
  });

export interface KafkaSettings {
  /** host:port[,host:port…] */
  readonly bootstrap: string;
  /** librdkafka's properties for TLS and SASL; holds secrets: never to be logged */
  readonly security: Readonly<Record<string, string>>;
  /**
   * Names this process over its restarts, so that what it left half done is ended at once when it starts again, and not
   * after a time-out. No two processes may share one. undefined: a new name at every start.
   */
  readonly instanceId: string | undefined;
  /** A member that is not heard of for this long loses its partitions; ms. */
  readonly sessionTimeoutMs: number;
}

const PROPERTIES = {
  KAFKA_SECURITY_PROTOCOL: 'security.protocol',
  KAFKA_SASL_MECHANISM: 'sasl.mechanisms',
  KAFKA_SASL_USERNAME: 'sasl.username',
  KAFKA_SASL_PASSWORD: 'sasl.password',
  KAFKA_SSL_CA_LOCATION: 'ssl.ca.location',
  KAFKA_SSL_CERTIFICATE_LOCATION: 'ssl.certificate.location',
  KAFKA_SSL_KEY_LOCATION: 'ssl.key.location',
  KAFKA_SSL_KEY_PASSWORD: 'ssl.key.password',
} as const;

/**
 * The settings of Kafka's clients from the environment: `KAFKA_BOOTSTRAP`, and `KAFKA_…` for security. Variables that are
 * set to nothing count as not set. Throws a CommandError USAGE that names every wrong variable, and no value.
 */
export function kafkaSettings(env: Readonly<Record<string, string | undefined>>): KafkaSettings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`);
    throw new CommandError('USAGE', `The settings for Kafka are wrong: ${lines.join('; ')}`);
  }
  const { data } = parsed;
  const security: Record<string, string> = {};
  for (const [variable, property] of Object.entries(PROPERTIES)) {
    const value = data[variable as keyof typeof PROPERTIES];
    if (value !== undefined) security[property] = value;
  }
  if (data.KAFKA_SECURITY_PROTOCOL?.startsWith('SASL')) security['sasl.mechanisms'] ??= 'PLAIN';
  return {
    bootstrap: data.KAFKA_BOOTSTRAP.replaceAll(/\s/g, ''),
    security,
    instanceId: data.KAFKA_INSTANCE_ID,
    sessionTimeoutMs: data.KAFKA_SESSION_TIMEOUT_MS,
  };
}
