/**
 * The commands of `ksqlite`. The code of each is loaded when it runs: a process that wants one of them, or only
 * `applyScripts`, has no HTTP client, line editor or option parser of the others in memory (28 MB).
 */
import type { Connector } from '../connect/index.ts';
import type { ChooseTopics } from '../topics/chosen-topics.ts';
import type { Invocation } from './support/options/invocation.ts';
import type { Command } from './support/run-main.ts';

/**
 * A shell for a ksqlDB server. Throws CommandError at the first statement that fails, unless statements are typed.
 *
 * @param invocation what the help calls it; default `ksqlite sql`
 */
export const shellCommand = (invocation?: Invocation): Command =>
  whenRun(async () => (await import('./shell/shell-command.ts')).shellCommand(invocation));

/**
 * ksqlDB's HTTP API over a data folder, until a signal.
 *
 * @param invocation what the help calls it; default `ksqlite server`
 */
export const serverCommand = (invocation?: Invocation): Command =>
  whenRun(async () => (await import('./server/server-command.ts')).serverCommand(invocation));

/** A ksqlDB on this machine that runs SQL files, and follows them as they are edited, until a signal. */
export const devCommand = (): Command =>
  whenRun(async () => (await import('./dev/dev-command.ts')).devCommand('dev'));

/** The same without a person: the files are not watched, nothing is dropped, and clients change nothing. */
export const runCommand = (): Command =>
  whenRun(async () => (await import('./dev/dev-command.ts')).devCommand('run'));

/** The page in front of a ksqlDB server elsewhere, until a signal. */
export const pageCommand = (): Command =>
  whenRun(async () => (await import('./page/page-command.ts')).pageCommand);

/** Runs tests of SQL, in ksqlDB's own forms, in memory. Exit code 1 when one fails. */
export const testCommand = (): Command =>
  whenRun(async () => (await import('./sql-tests/test-command.ts')).testCommand());

/** Writes TypeScript types of the streams and tables that SQL files make. */
export const typesCommand = (): Command =>
  whenRun(async () => (await import('./types/types-command.ts')).typesCommand());

/**
 * Applies numbered SQL files to a server, each statement once.
 *
 * @param invocation what the help calls it; default `ksqlite migrate`
 */
export const migrateCommand = (invocation?: Invocation): Command =>
  whenRun(async () => (await import('./migrate/command/migrate-command.ts')).migrateCommand(invocation));

/**
 * A topic's committed records as JSON lines, from the broker or from the files of a data folder.
 *
 * @param invocation what the help calls it; default `ksqlite topic`
 */
export const topicCommand = (choose: ChooseTopics, invocation?: Invocation): Command =>
  whenRun(async () => (await import('./topic/topic-command.ts')).topicCommand(choose, invocation));

/**
 * Connectors as a process on Kafka, until a signal.
 *
 * @param invocation what the help calls it; default `ksqlite connect`
 * @param connectors of a program's own, beside those of this package
 */
export const connectCommand = (
  choose: ChooseTopics,
  invocation?: Invocation,
  connectors?: readonly Connector[],
): Command =>
  whenRun(async () =>
    (await import('./connect/connect-command.ts')).connectCommand(choose, invocation, connectors),
  );

/** Topics, and what is in them. */
export const topicsCommand = (): Command =>
  onTopics(async () => (await import('./topics/list/topics-command.ts')).topicsCommand);

/** Lines of files, or of a pipe, as records of a topic. */
export const produceCommand = (): Command =>
  onTopics(async () => (await import('./topics/produce/produce-command.ts')).produceCommand);

/** Records of a topic as JSON lines that `produce` takes. */
export const consumeCommand = (): Command =>
  onTopics(async () => (await import('./topics/consume/consume-command.ts')).consumeCommand);

const onTopics = (load: () => Promise<(choose: ChooseTopics) => Command>): Command =>
  whenRun(async () => (await load())((await import('../topics/chosen-topics.ts')).chooseTopics));

const whenRun =
  (load: () => Promise<Command>): Command =>
  async (argv, context) =>
    (await load())(argv, context);
