/**
 * Puts a batch of one partition in one transaction. With a label for offsets the transaction also says how far the partition is, and passes
 * over what was put before: exactly once, whatever the Cypher does (`neo4j.eos-offset-label`).
 */
import { ConnectorError } from '../connector-error.ts';
import type { SinkContext } from '../port.ts';
import type { Session, Transaction } from './driver.ts';
import type { Event } from './event-of.ts';
import type { Neo4jConfig } from './neo4j-config.ts';

export interface Batch {
  readonly topic: string;
  readonly partition: number;
  /** In order, at least one. */
  readonly events: readonly Event[];
}

/** @throws ConnectorError for a topic that was made again; what the driver throws; nothing of the batch is put then */
export async function putBatch(
  session: Session,
  statement: string,
  batch: Batch,
  { offsetLabel, transactionMs }: Pick<Neo4jConfig, 'offsetLabel' | 'transactionMs'>,
  { endOf }: Pick<SinkContext, 'endOf'>,
): Promise<void> {
  const config = transactionMs > 0 ? { timeout: transactionMs } : undefined;
  await session.executeWrite(async (transaction) => {
    if (offsetLabel === undefined) await transaction.run(statement, { events: batch.events });
    else await putOnce(transaction, statement, batch, offsetLabel, endOf);
  }, config);
}

async function putOnce(
  transaction: Transaction,
  statement: string,
  batch: Batch,
  label: string,
  endOf: SinkContext['endOf'],
): Promise<void> {
  const { topic, partition, events } = batch;
  const place = { strategy: 'CYPHER', topic, partition: BigInt(partition) };
  const node = `(k:${label} {strategy: $strategy, topic: $topic, partition: $partition})`;
  // writing to the node locks it: nobody else puts records of this partition meanwhile
  const { records } = await transaction.run(
    `MERGE ${node} ON CREATE SET k.offset = -1 SET k.offset = k.offset RETURN k.offset AS offset`,
    place,
  );
  const last = BigInt(String(records[0]?.get('offset') ?? -1));
  const open = events.filter(({ offset }) => offset > last);
  if (open.length < events.length) await checkEnd(batch, last, label, endOf);
  const end = open.at(-1);
  if (end === undefined) return;
  await transaction.run(statement, { events: open });
  await transaction.run(`MATCH ${node} SET k.offset = $offset`, { ...place, offset: end.offset });
}

/** What was put before is passed over: unless it was of another topic of this name. */
async function checkEnd(
  { topic, partition }: Batch,
  last: bigint,
  label: string,
  endOf: SinkContext['endOf'],
): Promise<void> {
  const end = await endOf(topic, partition);
  if (end !== undefined && last >= end)
    throw new ConnectorError(
      `the graph says that ${topic}/${partition} is put to offset ${last}, and it ends at ${end}: it was another topic of this name. Delete the nodes :${label} with what was made of it, and restart`,
    );
}
