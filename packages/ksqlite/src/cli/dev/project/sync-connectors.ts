/**
 * Makes the connectors of an engine those that SQL files say: a new one is made, one whose configuration is another is given it and
 * continues behind its last offset, one that was made from the files and is no longer in them is dropped. Those that others have made
 * are left alone.
 *
 * What must stay true: a configuration that is wrong changes nothing, and what runs in its place runs on.
 */
import type { Config, ConnectWorker } from '../../../connect/index.ts';
import type { Engine } from '../../../engine/engine.ts';
import { KsqlError } from '../../../errors/ksql-error.ts';
import { formatName } from '../../../sql/printer/names.ts';
import { configErrors, connectorConfig } from '../../../statements/connectors/connector-statements.ts';
import type { ProjectJournal } from './project-journal.ts';
import type { StatementOutcome } from './statement-outcome.ts';
import type { WantedConnector, WantedStatements } from './wanted-statement.ts';

interface Syncing {
  readonly engine: Pick<Engine, 'connectors'>;
  readonly journal: ProjectJournal;
  /** false: where something would be dropped, the statement is refused. */
  readonly mayDrop: boolean;
}

/** @returns what became of each; nothing of connectors is loaded where there are none */
export async function syncConnectors(
  { engine, journal, mayDrop }: Syncing,
  { connectors: wanted, unread }: WantedStatements,
): Promise<readonly StatementOutcome[]> {
  const names = new Set(wanted.map(({ name }) => keyOf(name)));
  // it may be what can't be read
  const gone = unread.length > 0 ? [] : journal.keysOf(PREFIX).filter((key) => !names.has(key));
  if (wanted.length === 0 && gone.length === 0) return [];
  const worker = await engine.connectors();
  const outcomes: StatementOutcome[] = [];
  for (const key of gone) {
    const removed = await remove(worker, key.slice(PREFIX.length), mayDrop);
    if (removed?.done !== 'refused') journal.gone(key);
    if (removed !== undefined) outcomes.push(removed);
  }
  for (const one of wanted) {
    const outcome = await bring(worker, one);
    if (outcome.done !== 'refused') journal.made(keyOf(one.name));
    outcomes.push(outcome);
  }
  return outcomes;
}

const PREFIX = 'CONNECTOR ';
const keyOf = (name: string): string => `${PREFIX}${name}`;

/** undefined: somebody has dropped it already */
async function remove(
  worker: ConnectWorker,
  name: string,
  mayDrop: boolean,
): Promise<StatementOutcome | undefined> {
  if (!worker.list().some((one) => one.name === name)) return undefined;
  const about = { label: `CREATE CONNECTOR ${formatName(name)}`, file: undefined, line: undefined };
  if (mayDrop) {
    await worker.drop(name);
    return outcome('removed', about);
  }
  const error = new KsqlError(
    'SQL_INVALID',
    `the connector ${name} runs in this data folder, and is no longer in the files`,
    { hint: 'ksqlite dev drops it; or put it back, or start with another --data folder' },
  );
  return outcome('refused', about, error);
}

async function bring(worker: ConnectWorker, wanted: WantedConnector): Promise<StatementOutcome> {
  const { statement, name } = wanted;
  const config = connectorConfig(statement);
  const known = worker.list().find((one) => one.name === name);
  if (known !== undefined && isSame(known.config, config)) return outcome('unchanged', wanted);
  const errors = await configErrors(worker, statement);
  if (errors.length > 0) return outcome('refused', wanted, invalid(errors, wanted));
  await worker.configure(name, config);
  return outcome(known === undefined ? 'new' : 'replaced', wanted);
}

const isSame = (one: Config, other: Config): boolean =>
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([key, value]) => other[key] === value);

const invalid = (errors: readonly string[], { file, line, column, offset, length }: WantedConnector) =>
  new KsqlError('CONNECTOR_INVALID', errors.join('\n'), { at: { file, line, column, offset, length } });

const outcome = (
  done: StatementOutcome['done'],
  { label, file, line }: Pick<StatementOutcome, 'label' | 'file' | 'line'>,
  error?: KsqlError,
): StatementOutcome => ({ done, label, file, line, queryId: undefined, note: undefined, error });
