import { type PlanContext, refuseUnlessStored } from '../../analysis/plan-context.ts';
import type { Span } from '../../sql/ast/span.ts';

const MAX_LENGTH = 249;

/** Refuses to make a topic that Kafka could not have: its names are letters, digits, '.', '_' and '-'. Throws KsqlError. */
export function refuseTopicName(context: PlanContext, span: Span, name: string): void {
  const wrong = problemOf(name);
  if (wrong === undefined) return;
  const proposal = name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, MAX_LENGTH);
  refuseUnlessStored(
    context,
    span,
    `Failed to guarantee existence of topic ${name}\nTopic name is invalid: ${wrong}`,
    /^\.{0,2}$/.test(proposal) ? "KAFKA_TOPIC='a-name'" : `KAFKA_TOPIC='${proposal}'`,
  );
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'the empty string is not allowed';
  if (name === '.' || name === '..') return `'${name}' is not allowed`;
  if (name.length > MAX_LENGTH)
    return `the length of '${name}' is longer than the max allowed length ${MAX_LENGTH}`;
  if (/[^A-Za-z0-9._-]/.test(name))
    return `'${name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'`;
  return undefined;
}
