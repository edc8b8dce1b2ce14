import { z } from 'zod';
import { visible } from '../table/cell-text.ts';
import type { EntityFormat } from './entity-format.ts';
import { textLines } from './pairs.ts';

const asserted = z.object({
  topicName: z.string().optional(),
  subject: z.string().nullish(),
  exists: z.boolean(),
});

/** Entities that say one thing: it is done. */
export const formatOutcome: EntityFormat = (entity) => {
  const { commandStatus, message, queryId } = entity;
  if (commandStatus !== undefined) return textLines(commandStatus.message);
  if (typeof message === 'string') return textLines(message);
  if (typeof queryId === 'string') return [`Query ${visible(queryId)} terminated.`];
  const assertion = asserted.safeParse(entity).data;
  if (assertion === undefined) return undefined;
  const { topicName, subject, exists } = assertion;
  const what = topicName === undefined ? `Schema ${subject ?? ''}` : `Topic ${topicName}`;
  return [`${visible(what)} ${exists ? 'exists' : 'does not exist'}.`];
};
