import type { KafkaSettings } from '../kafka-settings.ts';
import { kafkaError } from './kafka-error.ts';
import { answer, type ClientConfig, type NativeClient } from './native-client.ts';

/** How long a client may take to reach a broker, and a request to be answered; ms. */
export const REQUEST_MS = 10_000;
const DISCONNECT_MS = 10_000;

/** What every client is given; `clientId` shows in the broker's logs and in the group's description. */
export const clientConfig = (settings: KafkaSettings, clientId: string): ClientConfig => ({
  'bootstrap.servers': settings.bootstrap,
  'client.id': clientId,
  ...settings.security,
  'reconnect.backoff.ms': 100,
  'reconnect.backoff.max.ms': 2_000,
  'socket.keepalive.enable': true,
});

/**
 * Connects, and waits until a broker has answered.
 *
 * @throws CommandError KAFKA_AWAY or KAFKA_REFUSED
 */
export async function connectClient(
  client: NativeClient,
  settings: KafkaSettings,
  doing: string,
  timeoutMs: number,
): Promise<void> {
  let reason: string | undefined;
  let connected = false;
  client.on('event.error', () => {}); // the client keeps trying; what fails for good fails with its call
  client.on('event.log', ({ fac, message }) => {
    if (!connected && fac === 'FAIL') reason = message.replace(/^\[.*?\]: \S+: /, '');
  });
  try {
    await answer((done) => client.connect({ timeout: timeoutMs, topic: '' }, done));
    connected = true;
  } catch (error) {
    throw kafkaError(error, doing, settings.bootstrap, reason);
  }
}

/** Disconnects; gives up waiting after 10 s. */
export async function disconnectClient(client: NativeClient): Promise<void> {
  await new Promise<void>((resolve) => {
    const late = setTimeout(resolve, DISCONNECT_MS);
    client.disconnect(() => {
      clearTimeout(late);
      resolve();
    });
  });
}
