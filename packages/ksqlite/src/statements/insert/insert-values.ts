import { type PlanContext, planError, unknownSource } from '../../analysis/plan-context.ts';
import type { TopicLog } from '../../log/topic-log.ts';
import { isReadOnlyTopic } from '../../log/topics/read-only-topic.ts';
import { sinkWriter } from '../../runtime/sink-writer.ts';
import type { InsertValues } from '../../sql/ast/statement.ts';
import { quoteName } from '../../sql/printer/names.ts';
import type { InsertHandler } from '../statement-handler.ts';
import { refuseRow } from './insert-row.ts';
import { rowOfValues } from './row-of-values.ts';

export const insertValuesHandler: InsertHandler<InsertValues> = {
  role: 'insert',
  execute: ({ plan, log, now }, statement) => insertValues(plan, log, statement, now),
};

/** INSERT INTO … VALUES: one record, at ROWTIME when that is among the columns. Throws KsqlError. */
export function insertValues(
  planning: PlanContext,
  log: TopicLog,
  statement: InsertValues,
  now: number,
): void {
  const target = planning.metastore.get(statement.target.text);
  if (target === undefined)
    throw unknownSource(
      planning,
      statement.target,
      `Cannot insert values into an unknown stream/table: ${quoteName(statement.target.text)}`,
    );
  if (target.readOnly)
    throw planError(
      planning,
      'SQL_INVALID',
      statement.target.span,
      `Cannot insert values into read-only ${target.kind.toLowerCase()}: ${target.name}`,
    );
  if (isReadOnlyTopic(target.topic))
    throw planError(
      planning,
      'SQL_INVALID',
      statement.target.span,
      `Cannot insert values into read-only topic: ${target.topic}`,
    );
  if (target.window !== undefined)
    throw planError(
      planning,
      'SQL_INVALID',
      statement.target.span,
      'Cannot insert values into windowed stream/table!',
    );
  const { row, timestamp } = rowOfValues(planning, target, statement, {
    now,
    failing: `Failed to insert values into '${target.name}'.`,
  });
  sinkWriter(log, target, refuseRow)(row, false, timestamp, 0, undefined);
}
