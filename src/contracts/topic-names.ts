/** The line's topics. The names are a contract with everything else that reads them. */
export const TOPICS = {
  body: 'rccar-body',
  engine: 'rccar-engine',
  remoteControl: 'rccar-remote-control',
  wheel: 'rccar-wheel',
  awaitingPrice: 'rccar-awaiting-price',
  priced: 'rccar-priced',
  completed: 'rccar-completed',
  incomplete: 'rccar-incomplete',
  deadLetter: 'rccar-dead-letter',
} as const;

export const PART_TOPICS = [TOPICS.body, TOPICS.engine, TOPICS.remoteControl, TOPICS.wheel] as const;
export type PartTopic = (typeof PART_TOPICS)[number];

/** How far each source is sent; the last record of a source counts. Not one of the line's nine topics: the producer's own. */
export const PROGRESS_TOPIC = 'rccar-progress';

/** All topics have as many: every topic of one join needs the same number. */
export const PARTITIONS = 4;

/** SKUs that begin so are heartbeat cars: they move stream time and are dropped before the outcomes. */
export const HEARTBEAT_PREFIX = 'heartbeat';
