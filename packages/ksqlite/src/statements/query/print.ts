import { planError } from '../../analysis/plan-context.ts';
import type { Print } from '../../sql/ast/statement.ts';
import type { PrintHandler } from '../statement-handler.ts';

/** PRINT 'topic': its records as lines, and those that come. */
export const printHandler: PrintHandler<Print> = {
  role: 'print',
  construct: 'PRINT',
  open: (prints, { topic, fromBeginning, interval = 1, limit = Number.POSITIVE_INFINITY, span }, plan) => {
    if (interval < 1)
      throw planError(plan, 'SQL_INVALID', span, `INTERVAL must be greater than one, but was: ${interval}`);
    if (!prints.hasTopic(topic))
      throw planError(
        plan,
        'TOPIC_UNKNOWN',
        span,
        `Could not find topic '${topic}', or the KSQL user does not have permissions to list the topic. Topic names are case-sensitive.`,
      );
    return prints.open({ topic, fromBeginning, interval, limit });
  },
};
