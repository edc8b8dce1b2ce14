import { type KafkaForTests, kafkaForTests } from './shared-broker.ts';

type Addresses = NonNullable<KafkaForTests['addresses']>;

const kafka = await kafkaForTests();

/** A `describe` that needs a Kafka; skipped with a word where there is none. */
export function describeOnKafka(name: string, tests: (addresses: Addresses) => void): void {
  if (kafka.addresses !== undefined) {
    const { addresses } = kafka;
    describe(name, () => tests(addresses));
    return;
  }
  // not by console: Jest shows nothing of that of a file whose tests are all skipped
  process.stderr.write(`skipped, no Kafka here: ${name}: ${kafka.missing}\n`);
  describe.skip(`${name} (no Kafka here: ${kafka.missing})`, () => {
    test.todo('needs Kafka');
  });
}
