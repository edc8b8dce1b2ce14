import {
  type CollectorStart,
  type DeadLetterCollector,
  startDeadLetterCollector as startCollector,
} from 'ksqlite/enrich';
import { PART_TOPICS, TOPICS } from '../contracts/topic-names.ts';

/** Copies every record of the part topics that can't be read to `rccar-dead-letter`, each exactly once. */
export const startDeadLetterCollector = (options: Omit<CollectorStart, 'from' | 'to'>): DeadLetterCollector =>
  startCollector({ from: PART_TOPICS, to: TOPICS.deadLetter, ...options });
