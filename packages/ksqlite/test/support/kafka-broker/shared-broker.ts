import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { loadNative } from '../../../src/topics/kafka/native/native-client.ts';
import { type BrokerAddresses, startKafkaBroker } from './kafka-broker.ts';

const START_MS = 300_000;

/** A Kafka to test against, or the word why there is none. */
export type KafkaForTests =
  | {
      readonly addresses: Pick<BrokerAddresses, 'bootstrap'> & Partial<BrokerAddresses>;
      readonly missing?: undefined;
    }
  | { readonly addresses?: undefined; readonly missing: string };

/**
 * The broker that `KAFKA_BOOTSTRAP` names, or one of the test run's own, started by whoever needs it first. With
 * `REQUIRE_KAFKA=1` it throws when there is none: so a machine that should have one can't pass by skipping.
 */
export async function kafkaForTests(): Promise<KafkaForTests> {
  try {
    await needed();
    const given = process.env.KAFKA_BOOTSTRAP;
    return { addresses: given ? { bootstrap: given } : await sharedBroker() };
  } catch (error) {
    if (process.env.REQUIRE_KAFKA === '1') throw error;
    const missing = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { missing };
  }
}

/** Throws when something is missing to run the tests on Kafka. */
export async function needed(): Promise<void> {
  await loadNative();
  if (process.env.KAFKA_BOOTSTRAP) return;
  for (const program of ['java', 'keytool', 'mvn'])
    if (!onPath(program))
      throw new Error(`${program} is not installed (JDK 17 and Maven), KAFKA_BOOTSTRAP not set`);
}

const onPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });

async function sharedBroker(): Promise<BrokerAddresses> {
  const folder = join(process.env.KAFKA_BROKER_FOLDER ?? '', 'shared');
  const addresses = join(folder, 'addresses.json');
  const failure = join(folder, 'failure.txt');
  if (claimed(folder)) {
    try {
      const broker = await startKafkaBroker(folder, Number(process.env.KAFKA_BROKER_PARENT));
      const { bootstrap, sasl, ssl, ca } = broker;
      writeFileSync(`${addresses}.draft`, JSON.stringify({ bootstrap, sasl, ssl, ca }));
      renameSync(`${addresses}.draft`, addresses);
    } catch (error) {
      writeFileSync(failure, String(error));
    }
  }
  for (const end = Date.now() + START_MS; Date.now() < end; ) {
    if (existsSync(failure)) throw new Error(readFileSync(failure, 'utf8'));
    if (existsSync(addresses)) return JSON.parse(readFileSync(addresses, 'utf8')) as BrokerAddresses;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the broker of the test run did not start');
}

/** Whether this worker is the first to come. */
function claimed(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}
