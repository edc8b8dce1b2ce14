import { type PlanContext, planError } from '../../analysis/plan-context.ts';
import { KEPT_FOR_EVER, refuseOtherPartitions, type TopicLog } from '../../log/topic-log.ts';
import type { Source } from '../../metastore/source.ts';
import type { CreateAs, CreateSource, Property } from '../../sql/ast/statement.ts';
import { refuseTopicName } from './topic-name.ts';

type Creating = Pick<CreateSource | CreateAs, 'name' | 'properties'>;

/**
 * Makes a source's topic, or has one that is there keep its records for as long as the statement says.
 *
 * A table is the newest record of each key: none of that may go, as its topic is compacted on Kafka; so it keeps its
 * records for ever. A stream's and a windowed table's go after RETENTION_MS, or what the log has for all.
 *
 * @param statement the one that makes the source
 * @throws KsqlError as `checkSourceTopic`
 */
export function makeSourceTopic(
  planning: PlanContext,
  log: TopicLog,
  source: Source,
  statement: Creating,
): void {
  const retentionMs = checkSourceTopic(planning, log, source, statement);
  const topic = log.createTopic(source.topic, source.partitions, { retentionMs });
  if (retentionMs !== undefined) log.setRetention(topic, retentionMs);
}

/**
 * All that a source's topic can be refused for; nothing is changed.
 *
 * @returns how long its records are kept, ms; undefined: as those of the log, or as they are
 * @throws KsqlError where RETENTION_MS is wrong, or said of a table without windows, as ksqlDB does; TOPIC_PARTITIONS
 */
export function checkSourceTopic(
  planning: PlanContext,
  log: TopicLog,
  source: Source,
  { name, properties }: Creating,
): number | undefined {
  const said = properties.find(({ name }) => name.text === 'RETENTION_MS');
  const isKept = source.kind === 'TABLE' && source.window === undefined;
  if (isKept && said !== undefined)
    throw planError(
      planning,
      'SQL_INVALID',
      said.name.span,
      'Invalid config variable in the WITH clause: RETENTION_MS. Non-windowed tables do not support retention.',
      'leave it out: a table’s rows are kept',
    );
  const retentionMs = isKept ? KEPT_FOR_EVER : said && retention(planning, said);
  const topic = log.topics.get(source.topic);
  if (topic === undefined) {
    const given = properties.find(({ name }) => name.text === 'KAFKA_TOPIC');
    refuseTopicName(planning, given?.valueSpan ?? name.span, source.topic);
    return retentionMs;
  }
  refuseOtherPartitions(topic, source.partitions);
  if (retentionMs === undefined || topic.retentionMs === retentionMs) return retentionMs;
  // a source that names no retention does not count, nor one that would keep less than a table needs
  if (said !== undefined && topic.retentionMs !== undefined)
    throw planError(
      planning,
      'SQL_INVALID',
      said.valueSpan,
      `A Kafka topic with the name '${source.topic}' already exists, with different retention: it has ${topic.retentionMs} ms, ${retentionMs} were asked for.`,
    );
  return retentionMs;
}

/** As Kafka's retention.ms: ms from 0 on, or −1. */
function retention(planning: PlanContext, { value, valueSpan }: Property): number {
  const retentionMs = Number(value);
  if (Number.isSafeInteger(retentionMs) && retentionMs >= KEPT_FOR_EVER && /\d/.test(String(value)))
    return retentionMs;
  throw planError(
    planning,
    'SQL_INVALID',
    valueSpan,
    'RETENTION_MS must be a whole number of ms, or -1, which keeps records for ever',
    'RETENTION_MS=604800000 keeps them for a week',
  );
}
