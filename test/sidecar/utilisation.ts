/**
 * How busy the slots are with a backlog, the price API in a process of its own:
 * `node --import ./tooling/typescript/register.mjs test/sidecar/utilisation.ts [cars] [delay]`, by default 200 cars and 0-80 ms; on Kafka when
 * `KAFKA_BOOTSTRAP` is set, under topic names of its own.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connectKafkaTopics, kafkaSettings } from 'ksqlite/kafka';
import { inMemoryBroker } from '../../packages/ksqlite/test/support/in-memory-topics.ts';
import { prefixedTopics } from '../../packages/ksqlite/test/topics/kafka/prefixed-topics.ts';
import { TOPICS } from '../../src/contracts/topic-names.ts';
import { startSidecar } from '../../src/sidecar/sidecar.ts';
import { awaitingRecord, createTopics, readAll, skus, until } from './cars.ts';

const cars = Number(process.argv[2] ?? 200);
const delay = process.argv[3] ?? '0-80';
const api = spawn(
  process.execPath,
  ['--import', './tooling/typescript/register.mjs', 'src/price-api/main.ts', '--port', '0', '--delay', delay],
  { stdio: ['ignore', 'pipe', 'inherit'] },
);
const [hello] = await once(api.stdout, 'data');
api.stdout.pipe(process.stdout);
const priceUrl = /http:\S+/.exec(String(hello))?.[0] ?? '';

const topics = process.env.KAFKA_BOOTSTRAP
  ? prefixedTopics(await connectKafkaTopics(kafkaSettings(process.env)), `utilisation-${Date.now()}-`)
  : inMemoryBroker().connect();
await createTopics(topics);
await topics.produce(skus(cars).map(awaitingRecord));
const sidecar = startSidecar({ topics, priceUrl });
await until(() => sidecar.stats().priced + sidecar.stats().failed === cars, 3_600_000);
const stats = sidecar.stats();
const elapsed = (stats.lastResponseAt ?? 0) - (stats.firstRequestAt ?? 0);
console.log({
  ...stats,
  elapsedMs: Math.round(elapsed),
  utilisation: stats.busyMs / (5 * elapsed),
  lookupsPerSecond: (stats.requests / elapsed) * 1_000,
  written: (await readAll(topics, TOPICS.priced)).length,
  rssMB: Math.round(process.memoryUsage().rss / 2 ** 20),
});
await sidecar.stop();
await topics.close();
api.kill('SIGTERM');
