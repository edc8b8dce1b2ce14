import { z } from 'zod';
import { visible } from '../table/cell-text.ts';
import type { EntityFormat } from './entity-format.ts';
import { textLines } from './pairs.ts';

const asserted = z.object({
  topicName: z.string().optional(),
  subject: z.string().nullish(),
  exists: z.boolean(),
});

const connectorInfo = z.object({ info: z.object({ name: z.string() }) });

/** Entities that say one thing: it is done. */
export const formatOutcome: EntityFormat = (entity) => {
  const { commandStatus, message, queryId } = entity;
  if (commandStatus !== undefined) return textLines(commandStatus.message);
  if (typeof message === 'string') return textLines(message);
  if (typeof queryId === 'string') return [`Query ${visible(queryId)} terminated.`];
  const info = connectorInfo.safeParse(entity).data;
  if (info !== undefined) return [`Created connector ${visible(info.info.name)}`];
  if (typeof entity.connectorName === 'string')
    return [`Dropped connector "${visible(entity.connectorName)}"`];
  const assertion = asserted.safeParse(entity).data;
  if (assertion === undefined) return undefined;
  const { topicName, subject, exists } = assertion;
  const what = topicName === undefined ? `Schema ${subject ?? ''}` : `Topic ${topicName}`;
  return [`${visible(what)} ${exists ? 'exists' : 'does not exist'}.`];
};
