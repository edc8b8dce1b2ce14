import type { Topics } from 'ksqlite/topics';

/**
 * Answers each order once: results and offsets are one transaction, so a process that is killed anywhere and started again
 * neither loses nor doubles one. `topics` is `db.topics`, or what `connectKafkaTopics` of `ksqlite/kafka` gives.
 */
export async function answerOrders(topics: Topics, signal: AbortSignal): Promise<void> {
  const orders = await topics.subscribe({ group: 'answers', topics: ['orders'], from: 'earliest' });
  try {
    while (!signal.aborted) {
      const records = await orders.poll(100, signal);
      const results = records.map(({ key }) => ({ topic: 'answers', key, value: '{"taken":true}' }));
      const offsets = records.map(({ topic, partition, offset }) => ({
        topic,
        partition,
        offset: offset + 1, // the next one to read
        metadata: '',
      }));
      if (records.length > 0) await orders.commit(results, offsets);
    }
  } finally {
    await orders.close();
  }
}
