import type { SubscribeOptions } from '../../port.ts';
import type { KafkaSettings } from '../kafka-settings.ts';
import { clientConfig } from '../native/connect-client.ts';
import type { ClientConfig } from '../native/native-client.ts';

/** librdkafka's properties of a consumer in a group: committed records only, and offsets as the caller commits them. */
export function consumerConfig(
  settings: KafkaSettings,
  clientId: string,
  { group, from }: Pick<SubscribeOptions, 'group' | 'from'>,
): ClientConfig {
  return {
    ...clientConfig(settings, clientId),
    'group.id': group,
    'session.timeout.ms': settings.sessionTimeoutMs,
    'heartbeat.interval.ms': Math.min(1_000, Math.floor(settings.sessionTimeoutMs / 3)), // how soon it rebalances
    // The event loop may stand still for so long; others wait for it so long in a rebalance.
    'max.poll.interval.ms': Math.max(60_000, settings.sessionTimeoutMs),
    'partition.assignment.strategy': 'cooperative-sticky', // what a member keeps is not interrupted
    'enable.auto.commit': false,
    'enable.auto.offset.store': false,
    'isolation.level': 'read_committed',
    'auto.offset.reset': from,
    'allow.auto.create.topics': false,
    'queued.min.messages': 2_000,
    'queued.max.messages.kbytes': 8_192, // per partition
    'fetch.wait.max.ms': 100,
  };
}
