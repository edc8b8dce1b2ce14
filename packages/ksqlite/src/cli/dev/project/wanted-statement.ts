import { keptSettings } from '../../../analysis/streams-properties.ts';
import type { Engine } from '../../../engine/engine.ts';
import { KsqlError } from '../../../errors/ksql-error.ts';
import type { CreateConnector, Statement } from '../../../sql/ast/statement.ts';
import { parseStatements } from '../../../sql/parser/parse.ts';
import { formatName } from '../../../sql/printer/names.ts';
import { splitStatements } from '../../../sql/split-statements.ts';
import { substituteVariables } from '../../../sql/variables.ts';
import type { ScriptStatement } from '../../../statements/session/script-statements.ts';
import { openSession, type Session } from '../../../statements/session/session.ts';
import { type NamedTypes, typeName } from '../../../types/named-types.ts';
import type { SqlType } from '../../../types/sql-type.ts';
import { type Declaration, type Identified, identified } from './identified-statement.ts';
import type { SqlFile } from './project-files.ts';

/** Where a statement begins, as `file:line`. */
interface Placed {
  readonly file: string;
  readonly line: number;
}

/** A statement of the files that says what there is to be. */
export interface WantedStatement extends Identified, Placed {
  readonly script: ScriptStatement;
  /** What SET said before it. */
  readonly session: Session;
}

/** One that can't be taken: it is not SQL, or it says again what another one says. */
export interface UnreadStatement extends Placed {
  readonly error: KsqlError;
}

/** One that says nothing of what there is to be. */
export interface SkippedStatement extends Placed {
  readonly label: string;
  readonly reason: string;
}

/** A connector of the files. */
export interface WantedConnector extends Placed {
  readonly statement: CreateConnector;
  readonly name: string;
  readonly label: string;
  /** Of the statement, from 1; `offset` and `length` are those in the file's text. */
  readonly column: number;
  readonly offset: number;
  readonly length: number;
}

export interface WantedStatements {
  /** In the order of the files. Of one key there is one. */
  readonly statements: readonly WantedStatement[];
  /** Of one name there is one. */
  readonly connectors: readonly WantedConnector[];
  readonly unread: readonly UnreadStatement[];
  readonly skipped: readonly SkippedStatement[];
}

/**
 * What files say, each statement read by itself: one that is not SQL takes no other one with it. SET and DEFINE count until the end of
 * their file.
 *
 * @param types what CREATE TYPE said elsewhere
 */
export function wantedStatements(
  files: readonly SqlFile[],
  types: NamedTypes,
  engine: Pick<Engine, 'run' | 'properties'>,
): WantedStatements {
  const reader = new Reader(types, engine);
  for (const file of files) reader.read(file);
  return reader;
}

class Reader implements WantedStatements {
  readonly #types: Map<string, SqlType>;
  readonly #engine: Pick<Engine, 'run' | 'properties'>;
  readonly #wanted = new Map<string, WantedStatement>();
  readonly #connectors = new Map<string, WantedConnector>();
  readonly unread: UnreadStatement[] = [];
  readonly skipped: SkippedStatement[] = [];

  constructor(types: NamedTypes, engine: Pick<Engine, 'run' | 'properties'>) {
    this.#types = new Map(types);
    this.#engine = engine;
  }

  get statements(): readonly WantedStatement[] {
    return [...this.#wanted.values()];
  }

  get connectors(): readonly WantedConnector[] {
    return [...this.#connectors.values()];
  }

  read({ name: file, text }: SqlFile): void {
    const session = openSession({ file });
    for (const { span } of splitStatements(text)) {
      const placed = { file, line: lineOf(text, span.start) };
      try {
        const substituted = substituteVariables(text.slice(span.start, span.end), session.variables);
        // blanks in the place of what stands before: so places in messages are those in the file
        const source = text.slice(0, span.start).replaceAll(/[^\n]/g, ' ') + substituted;
        for (const parsed of parseStatements(source, { file, types: this.#types }))
          this.#take({ ...parsed, source }, session, placed);
      } catch (error) {
        if (!(error instanceof KsqlError)) throw error;
        this.unread.push({ ...placed, error });
      }
    }
  }

  #take(script: ScriptStatement, session: Session, placed: Placed): void {
    const { statement } = script;
    if (isDeclaration(statement)) {
      const { file, properties, variables } = session;
      const own = openSession({
        ...(file === undefined ? {} : { file }),
        properties: Object.fromEntries(properties),
        variables: Object.fromEntries(variables),
      });
      const settings = keptSettings(this.#engine.properties, properties);
      this.#want({ ...identified(statement, settings), ...placed, script, session: own });
      if (statement.kind === 'RegisterType') this.#types.set(typeName(statement.name.text), statement.type);
    } else if (statement.kind === 'CreateConnector') {
      this.#wantConnector(statement, script, placed);
    } else if (SETTINGS.has(statement.kind)) {
      this.#engine.run(script, session);
    } else {
      const label = script.text.trim().replaceAll(/\s+/g, ' ').replace(/ ?;$/, '');
      this.skipped.push({ ...placed, label, reason: SKIPPED[statement.kind] ?? ASKS });
    }
  }

  /** Later ones take the place of earlier ones by OR REPLACE; an INSERT may be there more than once. */
  #want(statement: WantedStatement): void {
    const { key, makes, file, line } = statement;
    const earlier = this.#wanted.get(key);
    if (earlier === undefined) {
      this.#wanted.set(key, statement);
      return;
    }
    const { statement: node } = statement;
    if (makes === undefined && node.kind !== 'RegisterType') {
      this.#want({ ...statement, key: again(key) });
      return;
    }
    if ('ifNotExists' in node && node.ifNotExists) return;
    if ('orReplace' in node && node.orReplace) {
      this.#wanted.delete(key);
      this.#wanted.set(key, statement);
      return;
    }
    this.unread.push({ file, line, error: twice(statement, earlier, placeOf(statement, statement.script)) });
  }

  #wantConnector(statement: CreateConnector, script: ScriptStatement, placed: Placed): void {
    const name = statement.name.text;
    const earlier = this.#connectors.get(name);
    const { offset, length } = placeOf(placed, script);
    const label = `CREATE ${statement.connectorKind} CONNECTOR ${formatName(name)}`;
    const wanted = { ...placed, statement, name, label, column: 1, offset, length };
    if (earlier === undefined) this.#connectors.set(name, wanted);
    else if (!statement.ifNotExists)
      this.unread.push({ ...placed, error: twice(wanted, earlier, placeOf(placed, script)) });
  }
}

const placeOf = ({ file, line }: Placed, { span, text }: ScriptStatement) => ({
  file,
  line,
  column: 1,
  offset: span.start,
  length: text.length,
});

/** `OR REPLACE` is not of a connector: a second one is a mistake. */
function twice(
  { label }: { readonly label: string },
  earlier: Placed,
  at: ReturnType<typeof placeOf>,
): KsqlError {
  const isConnector = label.includes(' CONNECTOR ');
  return new KsqlError(
    isConnector ? 'CONNECTOR_EXISTS' : 'SOURCE_EXISTS',
    `${label} is there twice: first at ${earlier.file}:${earlier.line}`,
    {
      at,
      hint: isConnector
        ? 'take one of them out'
        : 'take one of them out, or say CREATE OR REPLACE in the second one',
    },
  );
}

/** The key of the next statement that says the same. */
function again(key: string): string {
  const [, first = key, number = '1'] = /^(.*) #(\d+)$/s.exec(key) ?? [];
  return `${first} #${Number(number) + 1}`;
}

const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

const SETTINGS: ReadonlySet<Statement['kind']> = new Set([
  'SetProperty',
  'UnsetProperty',
  'Define',
  'Undefine',
]);
const DECLARATIONS: ReadonlySet<Statement['kind']> = new Set<Declaration['kind']>([
  'CreateSource',
  'CreateAs',
  'InsertInto',
  'InsertValues',
  'RegisterType',
]);
const isDeclaration = (statement: Statement): statement is Declaration => DECLARATIONS.has(statement.kind);

const ASKS = 'it asks, and changes nothing: the page and `ksqlite sql` show what it answers';
const REMOVES = 'not needed: what is no longer in the files is dropped';
const SKIPPED: Partial<Record<Statement['kind'], string>> = {
  AlterSource: 'not needed: add the column to the CREATE statement, and the stream or table is altered',
  Drop: REMOVES,
  DropType: REMOVES,
  DropConnector: REMOVES,
  Terminate: REMOVES,
  Pause: 'pause it on the page or by `ksqlite sql`',
  Resume: 'resume it on the page or by `ksqlite sql`',
};
