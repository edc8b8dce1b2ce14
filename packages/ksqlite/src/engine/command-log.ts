import { namesSchemaFormat } from '../formats/formats.ts';
import { KEPT_FOR_EVER, type TopicLog } from '../log/topic-log.ts';
import type { StoredSchema } from '../schemas/statement-schemas.ts';
import type { Effect } from '../statements/statement-handler.ts';

/** The topic that holds every statement that changed the catalogue: replayed at each start, as ksqlDB does. */
export const COMMAND_TOPIC = '_ksql-commands';

export interface Command {
  /** The statement's own text. */
  readonly sql: string;
  /** Where it came from, for messages. */
  readonly file: string | undefined;
  /** What SET said when it was submitted. */
  readonly properties: readonly (readonly [string, string])[];
  readonly effect: Effect;
  /** See RULES in analysis/plan-context.ts; undefined: 1. */
  readonly rules?: number;
  /** What its topics are written with, for `parseStoredSchemas`; undefined: its formats have no schemas. */
  readonly schemas?: readonly StoredSchema[];
  /** What it counts on of functions of one's own, see `functions/pinned-functions.ts`; undefined: it calls none. */
  readonly functions?: readonly string[];
  /** The statement's text as it was submitted, where its columns came from the registry. */
  readonly written?: string;
}

export interface LiveCommand extends Command {
  /** The query that the statement started was terminated or replaced since: only its source is left. */
  readonly stopped: boolean;
  /** The query was paused, and not resumed since. */
  readonly paused: boolean;
}

/** Gives the command's offset: what ksqlDB calls its sequence number. */
export function appendCommand(log: TopicLog, command: Command, now: number): number {
  const partition = log.createTopic(COMMAND_TOPIC, 1, { retentionMs: KEPT_FOR_EVER }).partitions[0];
  if (partition === undefined) throw new Error('the command topic has no partition');
  return log.append(partition, now, null, JSON.stringify(command)).offset;
}

/** Whether a command may name a format with schemas: in its text, or in what was set when it was submitted. Throws KsqlError LOG_DAMAGED. */
export function storesSchemaFormats(log: TopicLog): boolean {
  const partition = log.topics.get(COMMAND_TOPIC)?.partitions[0];
  for (let offset = 0; offset < (partition?.logEndOffset ?? 0); offset++)
    if (String(partition?.get(offset).value).match(WORDS)?.some(namesSchemaFormat) === true) return true;
  return false;
}

const WORDS = /\w+/g;

/** All commands there ever were, oldest first. Throws KsqlError LOG_DAMAGED. */
export function* allCommands(log: TopicLog): Generator<Command> {
  const partition = log.topics.get(COMMAND_TOPIC)?.partitions[0];
  for (let offset = 0; offset < (partition?.logEndOffset ?? 0); offset++)
    yield JSON.parse(String(partition?.get(offset).value)) as Command;
}

/**
 * The commands that still count, oldest first: what was dropped since is left out together with its DROP. The topics
 * are not the commands' business: the log has them as they are.
 */
export function liveCommands(all: Iterable<Command>): readonly LiveCommand[] {
  let live: LiveCommand[] = [];
  for (const command of all) {
    const {
      drops,
      stops = [],
      pauses = [],
      resumes = [],
      creates,
      starts,
      registersType,
      dropsType,
    } = command.effect;
    if (dropsType !== undefined) live = live.filter((earlier) => earlier.effect.registersType !== dropsType);
    if (drops !== undefined) live = live.filter((earlier) => earlier.effect.creates !== drops);
    if (pauses.length > 0) live = live.map((earlier) => withPause(earlier, pauses, true));
    if (resumes.length > 0) live = live.map((earlier) => withPause(earlier, resumes, false));
    live = live
      .map((earlier) =>
        stops.includes(earlier.effect.starts ?? '') ? { ...earlier, stopped: true } : earlier,
      )
      // CREATE OR REPLACE: the query continues as this one, what it made before is only declared
      .map((earlier) =>
        starts !== undefined && earlier.effect.starts === starts ? { ...earlier, stopped: true } : earlier,
      )
      // a terminated INSERT leaves nothing behind
      .filter((earlier) => !earlier.stopped || earlier.effect.creates !== undefined);
    if (creates !== undefined || starts !== undefined || registersType !== undefined)
      live.push({ ...command, stopped: false, paused: false });
  }
  return live;
}

const withPause = (command: LiveCommand, ids: readonly string[], paused: boolean): LiveCommand =>
  ids.includes(command.effect.starts ?? '') ? { ...command, paused } : command;
