import type { Join } from '../../sql/ast/query.ts';
import type { JoinInput } from '../analysed-query.ts';
import { type PlanContext, refuseUnlessStored } from '../plan-context.ts';
import { IMPLICIT_REPARTITION } from '../sources/windowed-source.ts';

/**
 * Refuses to join windowed with other sources: a window is part of the key, and equal keys are what is joined. Throws
 * KsqlError.
 */
export function checkWindows(context: PlanContext, join: Join, left: JoinInput, right: JoinInput): void {
  const [leftType, rightType] = [left.window?.type, right.window?.type];
  if ((leftType === undefined) !== (rightType === undefined))
    refuseUnlessStored(
      context,
      join.on.span,
      [
        'Can not join windowed source to non-windowed source.',
        `\`${left.alias}\` is ${leftType ?? 'not'} windowed`,
        `\`${right.alias}\` is ${rightType ?? 'not'} windowed`,
      ].join('\n'),
      'declare a second stream on the windowed topic, without KEY and WINDOW_TYPE, and join that on a value column',
    );
  else if ((leftType === 'SESSION') !== (rightType === 'SESSION'))
    refuseUnlessStored(
      context,
      join.on.span,
      [
        'Incompatible windowed sources.',
        `Left source: ${leftType}`,
        `Right source: ${rightType}`,
        'Session windowed sources can only be joined to other session windowed sources, and may still not result in expected behaviour as session bounds must be an exact match for the join to work',
        'Hopping and tumbling windowed sources can only be joined to other hopping and tumbling windowed sources',
      ].join('\n'),
    );
  else if (isOtherKey(left, right))
    refuseUnlessStored(
      context,
      join.on.span,
      IMPLICIT_REPARTITION,
      'join sources of one WINDOW_TYPE, WINDOW_SIZE and KEY_FORMAT',
    );
}

/** A window is written in the key: to join them, ksqlDB would have to write the keys of one of them again. */
const isOtherKey = (left: JoinInput, right: JoinInput): boolean =>
  left.window !== undefined &&
  (left.window.type !== right.window?.type ||
    left.window.sizeMs !== right.window.sizeMs ||
    left.keyFormat !== right.keyFormat);
