import type { Relation, SelectItem } from '../../../sql/ast/query.ts';
import type {
  CreateAs,
  CreateSource,
  InsertInto,
  InsertValues,
  RegisterType,
} from '../../../sql/ast/statement.ts';
import { formatStatement } from '../../../sql/printer/format-statement.ts';
import { formatName } from '../../../sql/printer/names.ts';

/** The statements that say what there is to be. All others do something once, or ask. */
export type Declaration = CreateSource | CreateAs | InsertInto | InsertValues | RegisterType;

/** What a statement is, whatever its blanks, its comments and its place. */
export interface Identified {
  readonly statement: Declaration;
  /**
   * What it is about: of two statements with one key the later one takes the place of the earlier one. An INSERT has no name: its
   * key is all that it says, so a changed one is another one.
   */
  readonly key: string;
  /** All that it says, and the settings that it says it under. */
  readonly meaning: string;
  /** For people: `CREATE STREAM READINGS`. */
  readonly label: string;
  /** The stream or table that it makes. */
  readonly makes: string | undefined;
  /** The streams and tables that its query reads, and the one that it writes into. */
  readonly uses: readonly string[];
  /** Its query has a `*`: its columns are those of what it reads. */
  readonly takesAll: boolean;
}

/** @param properties what SET said before it */
export function identified(
  statement: Declaration,
  properties: readonly (readonly [string, string])[],
): Identified {
  const settings = [...properties].sort(([a], [b]) => (a < b ? -1 : 1));
  const meaning = `${formatStatement(withoutModes(statement))} ${JSON.stringify(settings)}`;
  switch (statement.kind) {
    case 'CreateSource':
      return { ...named(statement), meaning, uses: [], takesAll: false };
    case 'CreateAs': {
      const { query } = statement;
      return {
        ...named(statement),
        meaning,
        uses: sourcesOf(query.from),
        takesAll: query.select.some(isAll),
      };
    }
    case 'RegisterType': {
      const label = `CREATE TYPE ${formatName(statement.name.text)}`;
      const key = `TYPE ${statement.name.text.toUpperCase()}`;
      return { statement, key, meaning, label, makes: undefined, uses: [], takesAll: false };
    }
    case 'InsertInto':
    case 'InsertValues': {
      const target = statement.target.text;
      const query = statement.kind === 'InsertInto' ? statement.query : undefined;
      const end = query === undefined ? ' VALUES' : ' SELECT';
      return {
        statement,
        key: meaning,
        meaning,
        label: `INSERT INTO ${formatName(target)}${end}`,
        makes: undefined,
        uses: [...(query === undefined ? [] : sourcesOf(query.from)), target],
        takesAll: false,
      };
    }
  }
}

function named(
  statement: CreateSource | CreateAs,
): Pick<Identified, 'statement' | 'key' | 'label' | 'makes'> {
  const { sourceKind, name } = statement;
  return {
    statement,
    key: `SOURCE ${name.text}`,
    label: `CREATE ${sourceKind} ${formatName(name.text)}`,
    makes: name.text,
  };
}

/** Without OR REPLACE and IF NOT EXISTS, which say what to do, and not what there is to be. */
function withoutModes(statement: Declaration): Declaration {
  switch (statement.kind) {
    case 'CreateSource':
      return { ...statement, orReplace: false, ifNotExists: false };
    case 'CreateAs':
      return { ...statement, orReplace: false, ifNotExists: false };
    case 'RegisterType':
      return { ...statement, ifNotExists: false };
    default:
      return statement;
  }
}

const sourcesOf = (relation: Relation): readonly string[] =>
  relation.kind === 'AliasedSource'
    ? [relation.name.text]
    : [...sourcesOf(relation.left), relation.right.name.text];

const isAll = ({ kind }: SelectItem): boolean => kind === 'SelectAll';
