import { execFileSync } from 'node:child_process';
import { jest } from '@jest/globals';
import { KafkaContainer, type StartedKafkaContainer } from '@testcontainers/kafka';
import { kafkaSettings } from '../../../src/topics/kafka/kafka-settings.ts';
import { connectKafkaTopics } from '../../../src/topics/kafka/kafka-topics.ts';
import { loadNative } from '../../../src/topics/kafka/native/native-client.ts';
import { topicsSuite } from '../topics.suite.ts';

jest.setTimeout(300_000);

const IMAGE = 'apache/kafka:3.9.1';

/** Why there is no container to be had here; undefined: there is. The image must be there: a test fetches nothing. */
async function missing(): Promise<string | undefined> {
  try {
    await loadNative();
    execFileSync('docker', ['image', 'inspect', IMAGE], { stdio: 'ignore', timeout: 10_000 });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n')[0] : String(error);
  }
}

const why = await missing();
if (why === undefined) {
  describe(`on ${IMAGE}`, () => {
    let container: StartedKafkaContainer;
    beforeAll(async () => {
      container = await new KafkaContainer(IMAGE).withKraft().start();
    });
    afterAll(() => container?.stop());
    topicsSuite(
      'kafka in a container',
      () =>
        connectKafkaTopics(
          kafkaSettings({ KAFKA_BOOTSTRAP: `${container.getHost()}:${container.getMappedPort(9093)}` }),
        ),
      { waitMs: 60_000 },
    );
  });
} else {
  console.warn(`skipped: no Docker with ${IMAGE} here: ${why}`);
  test.skip(`on ${IMAGE} (no Docker with the image here: ${why})`, () => {});
}
