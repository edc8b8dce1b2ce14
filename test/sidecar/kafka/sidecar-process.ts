/**
 * A sidecar on Kafka as a process of its own, to be killed: `node --import ./tooling/typescript/register.mjs sidecar-process.ts OPTIONS`, options as
 * JSON. Tells `{stats, rssMB}` as a line of JSON four times a second; ends at SIGTERM.
 */

import { connectKafkaTopics, kafkaSettings } from 'ksqlite/kafka';
import { prefixedTopics } from '../../../packages/ksqlite/test/topics/kafka/prefixed-topics.ts';
import { startSidecar } from '../../../src/sidecar/sidecar.ts';

export interface SidecarProcessOptions {
  readonly prefix: string;
  readonly priceUrl: string;
  readonly config: Parameters<typeof startSidecar>[0]['config'];
}

const { prefix, priceUrl, config } = JSON.parse(process.argv[2] ?? '{}') as SidecarProcessOptions;
const kafka = await connectKafkaTopics(kafkaSettings(process.env));
const sidecar = startSidecar({
  topics: prefixedTopics(kafka, prefix),
  priceUrl,
  config,
  onError: (error) => console.error(String(error)),
});
setInterval(() => {
  const rssMB = Math.round(process.memoryUsage().rss / 2 ** 20);
  process.stdout.write(`${JSON.stringify({ stats: sidecar.stats(), rssMB })}\n`);
}, 250);
process.once('SIGTERM', async () => {
  await sidecar.stop();
  await kafka.close();
  process.exit();
});
