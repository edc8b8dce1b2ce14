import type { CommittedOffset, OutgoingRecord } from '../../port.ts';
import type { KafkaSettings } from '../kafka-settings.ts';
import { clientConfig, connectClient, disconnectClient, REQUEST_MS } from '../native/connect-client.ts';
import { CODES, codeOf } from '../native/kafka-error.ts';
import {
  answer,
  type NativeConsumer,
  type NativeError,
  type NativeKafka,
  type NativeProducer,
} from '../native/native-client.ts';
import { enqueue } from '../topic-record.ts';
import { MAX_RECORD_BYTES } from './prepare-record.ts';

/**
 * The broker aborts a transaction that is open for this long. It bounds for how long a process that was killed in the
 * middle of one keeps readers and its partitions' next owner waiting; ms.
 */
const TRANSACTION_MS = 15_000;
/** How long ending a transaction may take in all: longer than the broker keeps it. ms */
const COMMIT_MS = 30_000;
/** One call waits this long in a thread of Node's pool of four; ms. */
const CALL_MS = 5_000;
const QUEUE_FULL_PAUSE_MS = 5;

/** The offsets that a transaction carries, and whose they are. */
export interface ConsumedOffsets {
  readonly offsets: readonly CommittedOffset[];
  readonly consumer: NativeConsumer;
  /** Asked when the offsets are written and before the transaction is committed; throws when they must not be. */
  readonly check: () => void;
}

export interface TransactionalProducer {
  readonly native: NativeProducer;
  /** Writes all records, and the offsets, or nothing; one call at a time. Throws as the client does. */
  transact(records: readonly OutgoingRecord[], consumed?: ConsumedOffsets): Promise<void>;
  /** Of no use any more: fenced, or nobody knows how its last transaction ended. */
  broken(): boolean;
  close(): Promise<void>;
}

/**
 * Connects a producer under a transactional id. An older producer of the same id is fenced by that, and what it left
 * open is ended, before this returns (KIP-98).
 *
 * @throws CommandError KAFKA_AWAY or KAFKA_REFUSED, and NativeErrors
 */
export async function transactionalProducer(
  kafka: NativeKafka,
  settings: KafkaSettings,
  transactionalId: string,
): Promise<TransactionalProducer> {
  const native = new kafka.Producer({
    ...clientConfig(settings, transactionalId),
    'transactional.id': transactionalId,
    'transaction.timeout.ms': TRANSACTION_MS,
    partitioner: 'murmur2_random', // as Kafka's Java client and ksqlDB
    'sticky.partitioning.linger.ms': 0,
    'linger.ms': 1,
    'message.max.bytes': MAX_RECORD_BYTES,
  });
  let broken = false;
  await connectClient(native, settings, 'connect a producer', REQUEST_MS);
  try {
    await insist(COMMIT_MS, (done) => native.initTransactions(CALL_MS, done));
  } catch (error) {
    await disconnectClient(native);
    throw error;
  }

  const abort = async () => {
    try {
      await insist(REQUEST_MS, (done) => native.abortTransaction(CALL_MS, done));
    } catch {
      broken = true;
    }
  };

  const commit = async () => {
    try {
      await insist(COMMIT_MS, (done) => native.commitTransaction(CALL_MS, done));
    } catch (error) {
      // Unless Kafka wants it aborted, nobody knows whether it was committed.
      if ((error as NativeError).isTxnRequiresAbort !== true) broken = true;
      throw error;
    }
  };

  return {
    native,
    broken: () => broken,
    transact: async (records, consumed) => {
      if (broken) throw new Error('this producer is of no use any more');
      try {
        await answer((done) => native.beginTransaction(done));
        for (const record of records) await enqueueWithRoom(native, record);
        if (consumed !== undefined && consumed.offsets.length > 0) {
          const { offsets, consumer, check } = consumed;
          check();
          await insist(REQUEST_MS, (done) =>
            native.sendOffsetsToTransaction(offsets, consumer, CALL_MS, done),
          );
          check();
        }
        await commit();
      } catch (error) {
        if ((error as NativeError).isFatal === true) broken = true;
        if (!broken) await abort();
        throw error;
      }
    },
    close: () => disconnectClient(native),
  };
}

/** Calls again while the client says that another try may do, `ms` long at most. */
async function insist(
  ms: number,
  call: (done: Parameters<Parameters<typeof answer>[0]>[0]) => void,
): Promise<void> {
  for (const end = performance.now() + ms; ; ) {
    try {
      await answer(call);
      return;
    } catch (error) {
      if ((error as NativeError).isRetriable !== true || performance.now() > end) throw error;
    }
  }
}

async function enqueueWithRoom(native: NativeProducer, record: OutgoingRecord): Promise<void> {
  for (const end = performance.now() + COMMIT_MS; ; ) {
    try {
      enqueue(native, record);
      return;
    } catch (error) {
      if (codeOf(error) !== CODES.queueFull || performance.now() > end) throw error;
      native.poll(); // what was delivered leaves the queue
      await new Promise((resolve) => setTimeout(resolve, QUEUE_FULL_PAUSE_MS));
    }
  }
}
