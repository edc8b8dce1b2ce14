import { fileURLToPath } from 'node:url';
import { kafkaSettings } from '../../../src/topics/kafka/kafka-settings.ts';

const file = fileURLToPath(import.meta.url);
const refused = (env: Record<string, string>): string => {
  try {
    kafkaSettings(env);
  } catch (error) {
    expect(error).toMatchObject({ code: 'USAGE' });
    return (error as Error).message;
  }
  throw new Error('not refused');
};

test('needs an address alone', () => {
  expect(kafkaSettings({ KAFKA_BOOTSTRAP: ' a:9092, b.c:9093' })).toEqual({
    bootstrap: 'a:9092,b.c:9093',
    security: {},
    instanceId: undefined,
    sessionTimeoutMs: 10_000,
  });
});

test('TLS and SASL become properties of the client', () => {
  const settings = kafkaSettings({
    KAFKA_BOOTSTRAP: 'a:9092',
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: 'u',
    KAFKA_SASL_PASSWORD: 'p',
    KAFKA_SSL_CA_LOCATION: file,
    KAFKA_SSL_CERTIFICATE_LOCATION: file,
    KAFKA_SSL_KEY_LOCATION: file,
    KAFKA_INSTANCE_ID: 'sidecar-1',
    KAFKA_SESSION_TIMEOUT_MS: '6000',
  });
  expect(settings).toEqual({
    bootstrap: 'a:9092',
    security: {
      'security.protocol': 'SASL_SSL',
      'sasl.mechanisms': 'SCRAM-SHA-512',
      'sasl.username': 'u',
      'sasl.password': 'p',
      'ssl.ca.location': file,
      'ssl.certificate.location': file,
      'ssl.key.location': file,
    },
    instanceId: 'sidecar-1',
    sessionTimeoutMs: 6_000,
  });
});

test('a mechanism is PLAIN unless given, and nothing set is nothing given', () => {
  const { security } = kafkaSettings({
    KAFKA_BOOTSTRAP: 'a:9092',
    KAFKA_SECURITY_PROTOCOL: 'SASL_PLAINTEXT',
    KAFKA_SASL_MECHANISM: '',
    KAFKA_SASL_USERNAME: 'u',
    KAFKA_SASL_PASSWORD: 'p',
    KAFKA_SSL_CA_LOCATION: '',
  });
  expect(security).toMatchObject({ 'sasl.mechanisms': 'PLAIN' });
});

test.each([
  [{}, 'KAFKA_BOOTSTRAP is not set'],
  [{ KAFKA_BOOTSTRAP: 'localhost' }, 'KAFKA_BOOTSTRAP must be host:port'],
  [{ KAFKA_SECURITY_PROTOCOL: 'TLS' }, 'KAFKA_SECURITY_PROTOCOL Invalid option'],
  [{ KAFKA_SECURITY_PROTOCOL: 'SASL_SSL', KAFKA_SASL_USERNAME: 'u' }, 'KAFKA_SASL_PASSWORD is needed with'],
  [{ KAFKA_SASL_USERNAME: 'u' }, 'KAFKA_SASL_USERNAME has no effect without'],
  [{ KAFKA_SSL_CA_LOCATION: file }, 'KAFKA_SSL_CA_LOCATION has no effect without'],
  [
    { KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_CA_LOCATION: `${file}.none` },
    'KAFKA_SSL_CA_LOCATION must be the path of a file that can be read',
  ],
  [{ KAFKA_SECURITY_PROTOCOL: 'SSL', KAFKA_SSL_KEY_LOCATION: file }, 'belong together'],
  [{ KAFKA_INSTANCE_ID: 'a b' }, 'KAFKA_INSTANCE_ID must be letters'],
  [{ KAFKA_SESSION_TIMEOUT_MS: 'soon' }, 'KAFKA_SESSION_TIMEOUT_MS'],
] as readonly (readonly [Record<string, string>, string])[])('refuses %j', (env, says) => {
  const base: Record<string, string> =
    'KAFKA_BOOTSTRAP' in env || Object.keys(env).length === 0 ? {} : { KAFKA_BOOTSTRAP: 'a:1' };
  expect(refused({ ...base, ...env })).toContain(says);
});

test('no value is told, secret or not', () => {
  const secret = 'hunter2';
  const message = refused({
    KAFKA_BOOTSTRAP: secret,
    KAFKA_SASL_PASSWORD: secret,
    KAFKA_SASL_MECHANISM: secret,
    KAFKA_SSL_KEY_PASSWORD: secret,
    KAFKA_SSL_KEY_LOCATION: secret,
  });
  expect(message).not.toContain(secret);
});
