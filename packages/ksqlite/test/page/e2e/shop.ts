import type { TestServer } from '../../server/support/open-server.ts';

/** What would do something, were it not shown as the text that it is. */
export const HOSTILE = [
  '<img src=x onerror="document.title=\'taken\'">',
  '</script><script>document.title="taken"</script>',
];

const STATEMENTS = `
CREATE STREAM orders (id VARCHAR KEY, customer VARCHAR, note VARCHAR, amount DOUBLE, quantity INT) WITH (KAFKA_TOPIC='shop-orders', PARTITIONS=1, VALUE_FORMAT='JSON');
CREATE TABLE customers (id VARCHAR PRIMARY KEY, name VARCHAR, city VARCHAR) WITH (KAFKA_TOPIC='customers', PARTITIONS=1, VALUE_FORMAT='JSON');
CREATE STREAM payments (order_id VARCHAR KEY, amount DOUBLE, method VARCHAR) WITH (KAFKA_TOPIC='payments', PARTITIONS=1, VALUE_FORMAT='JSON');
CREATE STREAM orders_by_customer AS SELECT * FROM orders PARTITION BY customer;
CREATE STREAM enriched AS SELECT o.customer AS customer, o.id AS id, c.city AS city, o.amount AS amount FROM orders_by_customer o JOIN customers c ON o.customer = c.id;
CREATE TABLE revenue AS SELECT city, COUNT(*) AS orders, SUM(amount) AS total FROM enriched GROUP BY city;
CREATE STREAM paid AS SELECT o.id AS id, o.amount AS amount, p.method AS method, o.amount / o.quantity AS each FROM orders o JOIN payments p WITHIN 1 MINUTE ON o.id = p.order_id;
CREATE STREAM large AS SELECT id, amount FROM paid WHERE amount > 50;`;

const CITIES = ['Oslo', 'Lyon', 'Porto', 'Graz'];

/** Writes a record of now. */
function putter(engine: TestServer['engine']): (topic: string, key: string, value: unknown) => void {
  const now = engine.now();
  return (topic, key, value) => {
    const partition = engine.log.topics.get(topic)?.partitions[0];
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    if (partition !== undefined) engine.log.append(partition, now, key, text);
  };
}

/** Orders and payments, again and again, for pictures in which something moves. @returns ends it */
export function keepSelling({ engine }: TestServer): () => void {
  let n = 0;
  const timer = setInterval(() => {
    const put = putter(engine);
    for (let i = 0; i < 10; i++) {
      const [id, amount] = [`live${n}`, (n++ * 37) % 101];
      put('shop-orders', id, { customer: `c${n % 4}`, note: '', amount, quantity: (n % 3) + 1 });
      if (n % 4 !== 0) put('payments', id, { amount, method: 'card' });
    }
    engine.scheduler.wake();
  }, 50);
  return () => clearInterval(timer);
}

/** A topology that the page has never seen, with records that are wrong and records that are hostile in it. */
export async function fillShop({ engine }: TestServer, orders: number): Promise<void> {
  await engine.execute(STATEMENTS);
  const put = putter(engine);
  for (const [i, city] of CITIES.entries()) put('customers', `c${i}`, { name: `Customer ${i}`, city });
  for (let i = 0; i < orders; i++) {
    const order = {
      customer: `c${i % 4}`,
      note: HOSTILE[i % 2],
      amount: (i * 37) % 101,
      quantity: (i % 3) + 1,
    };
    put('shop-orders', `o${i}`, i % 10 === 3 ? `${HOSTILE[0]} is not JSON` : order);
    if (i % 4 !== 0)
      put('payments', `o${i}`, { amount: order.amount, method: i % 2 === 0 ? 'card' : 'invoice' });
  }
  engine.scheduler.wake();
  await engine.scheduler.settled();
}
