import { openDatabase } from 'ksqlite';
import { withSchemas } from 'ksqlite/schemas';

interface Order {
  readonly customer: string;
  readonly amount: number;
}

/** Writes orders as JSON into a topic whose values are Avro; gives all that are there, as JSON. */
export async function placeOrders(folder: string, orders: readonly Order[]): Promise<string[]> {
  const db = await openDatabase(folder);
  try {
    await db.execute(`
      CREATE STREAM IF NOT EXISTS orders (customer VARCHAR KEY, amount DOUBLE)
        WITH (KAFKA_TOPIC = 'orders', VALUE_FORMAT = 'AVRO', PARTITIONS = 1);`);
    const topics = withSchemas(db.topics, db.schemaRegistry, { topics: ['orders'] });
    await topics.produce(
      orders.map(({ customer, amount }) => ({
        topic: 'orders',
        key: customer,
        value: JSON.stringify({ AMOUNT: amount }),
      })),
    );
    return (await topics.read('orders', 0, 0, 100)).map(({ value }) => String(value));
  } finally {
    await db.close();
  }
}
