import type { Span } from '../sql/ast/span.ts';
import { type PlanContext, planError } from './plan-context.ts';
import { COMPATIBILITY } from './streams-properties.ts';

/**
 * Refuses SQL that ksqlDB does not have, where its SQL alone is wanted. A statement that a folder holds was accepted before, and is let
 * through.
 *
 * @param what the construct, as the start of a sentence
 * @param instead how ksqlDB's SQL says it
 * @throws KsqlError SQL_UNSUPPORTED
 */
export function refuseExtension(context: PlanContext, span: Span, what: string, instead: string): void {
  if (context.properties.extensions || context.stored) return;
  const message = `${what} is not in ksqlDB's SQL, and ${COMPATIBILITY} is strict.`;
  throw planError(context, 'SQL_UNSUPPORTED', span, message, instead);
}
