/**
 * Makes an engine run what SQL files say, whatever it ran before.
 *
 * What is in the files and not in the engine is executed; what was made from the files and is no longer in them is dropped, with what
 * depends on it. A statement that says something else than before becomes a CREATE OR REPLACE where ksqlDB's upgrade rules allow it;
 * else it is dropped, with what depends on it, and all of that is made again from its topics. So is one that can't be executed any more as
 * it was, and can be as the files say it: a function that it calls has other types than before.
 *
 * What must stay true: all statements are tried out in memory first, so one that is wrong changes nothing, and what it would have
 * taken the place of runs on. What was made by others (the page, the shell) is dropped only where it depends on what is made again, and
 * then it is made again, too. The topic of a stream that has its own columns is never deleted: its records came from outside.
 */
import type { Engine } from '../../../engine/engine.ts';
import { KsqlError } from '../../../errors/ksql-error.ts';
import { formatName } from '../../../sql/printer/names.ts';
import type { NamedTypes } from '../../../types/named-types.ts';
import { brokenReason, filledTopic } from './broken-statement.ts';
import { type KnownStatement, knownStatements } from './known-statement.ts';
import type { SqlFile } from './project-files.ts';
import type { ProjectJournal } from './project-journal.ts';
import { rehearseProject, resubmit } from './rehearse-project.ts';
import type { Done, StatementOutcome } from './statement-outcome.ts';
import { syncConnectors } from './sync-connectors.ts';
import { type WantedStatement, type WantedStatements, wantedStatements } from './wanted-statement.ts';

export interface SyncOptions {
  readonly engine: Engine;
  readonly journal: ProjectJournal;
  /** false: where something would be dropped, the statement is refused. */
  readonly mayDrop: boolean;
}

/**
 * @returns what became of each statement: what was removed first, then in the order of the files
 * @throws KsqlError LOG_IO, LOG_CLOSED, LOG_DAMAGED
 */
export async function syncProject(
  options: SyncOptions,
  files: readonly SqlFile[],
): Promise<readonly StatementOutcome[]> {
  const { engine, journal } = options;
  const known = knownStatements(engine);
  const wanted = wantedStatements(files, foreignTypes(engine, known, journal), engine);
  const refused = await rehearseProject(engine, wanted.statements, kept(known, wanted, journal));
  const sync = new Sync(options, new Map(known), refused);
  try {
    await sync.run(wanted);
  } finally {
    await engine.scheduler.settled();
  }
  return [...sync.outcomes, ...(await syncConnectors(options, wanted))];
}

/** The types that are not the files'. */
function foreignTypes(
  engine: Engine,
  known: ReadonlyMap<string, KnownStatement>,
  journal: ProjectJournal,
): NamedTypes {
  const isOurs = (name: string): boolean => known.has(`TYPE ${name}`) && journal.hasMade(`TYPE ${name}`);
  return new Map([...engine.types()].filter(([name]) => !isOurs(name)));
}

/** What is there still after what is no longer in the files was dropped. */
function kept(
  known: ReadonlyMap<string, KnownStatement>,
  { statements, unread }: WantedStatements,
  journal: ProjectJournal,
): ReadonlyMap<string, KnownStatement> {
  const keys = new Set(statements.map(({ key }) => key));
  const isKept = ([key, { command }]: [string, KnownStatement]): boolean =>
    keys.has(key) || !journal.hasMade(key) || unread.some(({ file }) => file === command.file);
  return new Map([...known].filter(isKept));
}

interface Dropped {
  readonly statement: KnownStatement;
  /** What it depended on. */
  readonly because: string;
  /** It was not made from the files. */
  readonly isForeign: boolean;
}

class Sync {
  readonly outcomes: StatementOutcome[] = [];
  readonly #options: SyncOptions;
  /** What is there now. */
  readonly #known: Map<string, KnownStatement>;
  readonly #refused: ReadonlyMap<WantedStatement, KsqlError>;
  /** What was dropped because something below it was. By key. */
  readonly #dropped = new Map<string, Dropped>();
  /** Streams and tables whose columns may be others now. */
  readonly #changed = new Set<string>();

  constructor(
    options: SyncOptions,
    known: Map<string, KnownStatement>,
    refused: ReadonlyMap<WantedStatement, KsqlError>,
  ) {
    this.#options = options;
    this.#known = known;
    this.#refused = refused;
  }

  async run(wanted: WantedStatements): Promise<void> {
    await this.#removeGone(wanted);
    for (const statement of wanted.statements) await this.#bring(statement);
    for (const { error, file, line } of wanted.unread)
      this.#tell('refused', { label: 'statement', file, line, error });
    for (const { label, file, line, reason } of wanted.skipped)
      this.#tell('skipped', { label, file, line, note: reason });
    await this.#restoreForeign();
  }

  async #removeGone(wanted: WantedStatements): Promise<void> {
    const { journal, mayDrop } = this.#options;
    const left = kept(this.#known, wanted, journal);
    const gone = [...this.#known].filter(([key]) => !left.has(key)).reverse();
    for (const [key, known] of gone) {
      if (!this.#known.has(key)) continue;
      const { label, command } = known;
      if (!mayDrop) {
        this.#tell('refused', { label, file: command.file, error: notDropped(label) });
        continue;
      }
      const dropped = await this.#drop(known, label);
      for (const [one] of gone) this.#dropped.delete(one);
      const others = dropped.filter((one) => one !== label);
      const note = others.length === 0 ? undefined : `with what depends on it: ${others.join(', ')}`;
      this.#tell('removed', { label, file: command.file, note });
    }
  }

  async #bring(wanted: WantedStatement): Promise<void> {
    const { key, meaning, statement } = wanted;
    const { engine, journal, mayDrop } = this.#options;
    const error = this.#refused.get(wanted);
    const known = this.#known.get(key);
    const broken = known && brokenReason(engine, known);
    if (error !== undefined) {
      const dropped = this.#dropped.get(key);
      this.#dropped.delete(key);
      const before =
        known === undefined
          ? undefined
          : broken === undefined
            ? 'what it was before runs on'
            : `what it was before is in state ERROR: ${broken}`;
      const note = dropped === undefined ? before : `it was dropped with ${dropped.because}`;
      this.#tell('refused', { ...wanted, error, note });
      return;
    }
    if (statement.kind === 'InsertValues') return this.#insert(wanted);
    if (known === undefined) return this.#make(wanted);
    const follows = wanted.takesAll && wanted.uses.some((name) => this.#changed.has(name));
    if (known.meaning === meaning && !follows && (broken === undefined || !mayDrop)) {
      const stopped = known.command.stopped ? 'its query was terminated by hand' : undefined;
      const note = broken === undefined ? stopped : `it is in state ERROR: ${broken}`;
      journal.made(key);
      this.#tell('unchanged', { ...wanted, queryId: known.command.effect.starts, note });
      return;
    }
    await this.#change(wanted, known, follows, broken);
  }

  /** Rows are inserted once. */
  async #insert(wanted: WantedStatement): Promise<void> {
    const { journal } = this.#options;
    if (journal.hasMade(wanted.key)) return this.#tell('unchanged', wanted);
    await this.#take(wanted, 'new', async () => this.#submit(wanted));
  }

  async #make(wanted: WantedStatement): Promise<void> {
    const dropped = this.#dropped.get(wanted.key);
    this.#dropped.delete(wanted.key);
    const note = dropped === undefined ? undefined : `it depended on ${dropped.because}`;
    await this.#take(wanted, dropped === undefined ? 'new' : 'rebuilt', () => this.#submit(wanted), note);
  }

  /** @param broken why it can't be executed any more as it was */
  async #change(
    wanted: WantedStatement,
    known: KnownStatement,
    follows: boolean,
    broken: string | undefined,
  ): Promise<void> {
    const { mayDrop, journal } = this.#options;
    const because = follows ? 'its columns are those of what it reads' : undefined;
    if (wanted.makes !== undefined) this.#changed.add(wanted.makes);
    let reason: KsqlError | undefined;
    try {
      if (broken !== undefined) throw new KsqlError('SQL_INVALID', broken);
      if (wanted.makes === undefined) throw new KsqlError('SQL_INVALID', 'a type can’t be replaced');
      const queryId = await this.#submit(wanted, asReplacing(wanted.script));
      this.#tell('replaced', { ...wanted, queryId, note: because });
      return;
    } catch (error) {
      if (!(error instanceof KsqlError) || error.code.startsWith('LOG_')) throw error;
      reason = error;
    }
    if (!mayDrop || !(journal.hasMade(known.key) || known.command.file === wanted.file)) {
      const hint = mayDrop
        ? `it was not made from these files: DROP it by hand, or take another name or another --data folder`
        : 'ksqlite dev drops it and makes it again; or start with another --data folder';
      const details = { ...(reason.at === undefined ? {} : { at: reason.at }), hint };
      this.#tell('refused', { ...wanted, error: new KsqlError(reason.code, reason.message, details) });
      return;
    }
    const others = (await this.#drop(known, wanted.label)).filter((label) => label !== wanted.label);
    this.#dropped.delete(wanted.key);
    const also = others.length === 0 ? '' : `; with it ${others.join(', ')}`;
    await this.#take(
      wanted,
      'rebuilt',
      () => this.#submit(wanted),
      wanted.statement.kind === 'RegisterType' ? undefined : `${firstLine(reason.message)}${also}`,
    );
  }

  /** What others have made of what was dropped. */
  async #restoreForeign(): Promise<void> {
    const foreign = [...this.#dropped.values()].filter(({ isForeign }) => isForeign).reverse();
    for (const { statement, because } of foreign) {
      const { label, command } = statement;
      const about = { label, file: command.file, note: `it depended on ${because}` };
      await this.#attempt(about, async () => {
        const queryId = await resubmit(this.#options.engine, statement);
        this.#tell('rebuilt', { ...about, queryId });
      });
    }
  }

  async #take(
    wanted: WantedStatement,
    done: Done,
    submit: () => Promise<string | undefined>,
    note?: string,
  ): Promise<void> {
    await this.#attempt(wanted, async () => {
      const queryId = await submit();
      this.#tell(done, { ...wanted, queryId, note });
    });
  }

  async #attempt(about: Told, action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof KsqlError) || error.code.startsWith('LOG_')) throw error;
      this.#tell('refused', { ...about, error });
    }
  }

  /** @returns the query that it started */
  async #submit(wanted: WantedStatement, script = wanted.script): Promise<string | undefined> {
    const { engine, journal } = this.#options;
    const executed = engine.submit(script, wanted.session);
    const { effect } = executed instanceof Promise ? await executed : executed;
    journal.made(wanted.key);
    return effect?.starts;
  }

  /** Drops it, after what depends on it. @returns the labels of all that was dropped */
  async #drop(known: KnownStatement, because: string): Promise<readonly string[]> {
    const labels: string[] = [];
    for (const other of [...this.#known.values()].reverse())
      if (
        known.makes !== undefined &&
        other !== known &&
        other.uses.includes(known.makes) &&
        this.#known.has(other.key)
      )
        labels.push(...(await this.#drop(other, because)));
    const { engine, journal } = this.#options;
    const { text, topic } = dropOf(engine, known);
    const dropped = engine.execute(text);
    // in the same turn of the event loop, so in one commit
    if (topic !== undefined) engine.log.deleteTopic(topic);
    await dropped;
    const isForeign = !journal.hasMade(known.key);
    journal.gone(known.key);
    this.#known.delete(known.key);
    this.#dropped.set(known.key, { statement: known, because, isForeign });
    if (known.makes !== undefined) this.#changed.add(known.makes);
    return [...labels, known.label];
  }

  #tell(done: Done, { label, file, line, queryId, note, error }: Told): void {
    this.outcomes.push({ done, label, file, line, queryId, note, error });
  }
}

interface Told extends Pick<StatementOutcome, 'label' | 'file'> {
  readonly line?: number | undefined;
  readonly queryId?: string | undefined;
  readonly note?: string | undefined;
  readonly error?: KsqlError | undefined;
}

/**
 * The records that a query wrote go with it, unless another stream or table has them, too.
 *
 * @returns the statement that drops it, and the topic that is to be deleted besides: DROP does not know that of one that can't be
 *   executed any more
 */
function dropOf(engine: Engine, known: KnownStatement): { readonly text: string; readonly topic?: string } {
  const { statement, command } = known;
  switch (statement.kind) {
    case 'CreateSource':
    case 'CreateAs': {
      const { sourceKind, name } = statement;
      const text = `DROP ${sourceKind} ${formatName(name.text)}`;
      const sources = engine.sources();
      const source = sources.find((one) => one.name === name.text);
      const topic = source?.topic ?? filledTopic(engine, known);
      const isShared = sources.some((other) => other !== source && other.topic === topic);
      if (statement.kind === 'CreateSource' || topic === undefined || isShared) return { text: `${text};` };
      return source === undefined ? { text: `${text};`, topic } : { text: `${text} DELETE TOPIC;` };
    }
    case 'RegisterType':
      return { text: `DROP TYPE ${formatName(statement.name.text)};` };
    default:
      return { text: `TERMINATE ${formatName(command.effect.starts ?? '')};` };
  }
}

/** CREATE OR REPLACE of the same. The text is kept in the folder, so it must say so, too. */
function asReplacing(script: WantedStatement['script']): WantedStatement['script'] {
  const { statement, text } = script;
  if (statement.kind !== 'CreateAs' && statement.kind !== 'CreateSource') return script;
  const replacing = text
    .replace(/^(\s*CREATE\s+)(?:OR\s+REPLACE\s+)?/i, '$1OR REPLACE ')
    .replace(/^(\s*CREATE\s+OR\s+REPLACE\s+(?:STREAM|TABLE)\s+)IF\s+NOT\s+EXISTS\s+/i, '$1');
  return { ...script, statement: { ...statement, orReplace: true, ifNotExists: false }, text: replacing };
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? text;

const notDropped = (label: string): KsqlError =>
  new KsqlError('SQL_INVALID', `${label} runs in this data folder, and is no longer in the files`, {
    hint: 'ksqlite dev drops it; or put it back, or start with another --data folder',
  });
