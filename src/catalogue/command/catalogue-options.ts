import {
  CommandError,
  errorExitCodes,
  exampleText,
  exitCodeText,
  newParser,
  optionHelp,
  parseGiven,
  readValue,
  VALUES,
} from 'ksqlite/cli';
import { LINE_ERRORS } from '../../contracts/line-errors.ts';
import { type PostgresAddress, postgresOption } from '../source/postgres/postgres-address.ts';
import { CHANGES, DEFAULT_CHANGES, PARTS, TOTAL } from './catalogue-values.ts';

/** What `npm run catalogue` was asked to do. */
export interface CatalogueCommandOptions {
  /** undefined: as it was made, or the default */
  readonly parts: number | undefined;
  readonly seed: string | undefined;
  /** rows a second; 0: it is filled alone */
  readonly changes: number;
  /** rows that are changed in all, by earlier starts too; undefined: until it is stopped */
  readonly total: number | undefined;
  /** the database that it is in; undefined: it is in topics */
  readonly postgres: PostgresAddress | undefined;
  readonly data: string;
  readonly fresh: boolean;
  readonly history: string | undefined;
  readonly json: boolean;
}

type Given = Partial<
  Record<'parts' | 'seed' | 'changes' | 'total' | 'postgres' | 'data' | 'history', string> &
    Record<'fresh' | 'json', true>
>;

/** @throws CommandError USAGE */
export function catalogueOptions(argv: readonly string[]): CatalogueCommandOptions {
  const given = parseGiven<Given>(parser(), argv).options;
  if (given.postgres !== undefined && given.data !== undefined)
    throw new CommandError('USAGE', '--data: is a folder, and --postgres a database: leave one out');
  return {
    parts: readValue('--parts', PARTS, given.parts),
    seed: readValue('--seed', VALUES.seed, given.seed),
    changes: readValue('--changes', CHANGES, given.changes) ?? DEFAULT_CHANGES,
    total: readValue('--total', TOTAL, given.total),
    postgres: postgresOption(given.postgres),
    data: readValue('--data', VALUES.path, given.data) ?? 'catalogue-data',
    fresh: given.fresh === true,
    history: readValue('--history', VALUES.path, given.history),
    json: given.json === true,
  };
}

function parser() {
  return newParser(
    'npm run catalogue --',
    'A part catalogue that is a source of truth: it is filled, then changed at a rate, and every change is an event on catalogue.public.TABLE as Debezium writes it. The same seed makes the same catalogue, and the same changes; started again it continues.',
  )
    .option('--parts <N>', 'how many parts it has (default 1000)')
    .option('--seed <S>', 'the same seed makes the same catalogue (default 1)')
    .option('--changes <ROWS_PER_S>', 'rows that are changed in a second; 0: it is filled alone (default 10)')
    .option('--total <N>', 'end when N rows were changed, by earlier starts too (default: until Ctrl-C)')
    .option('--data <DIR>', 'the folder of ksqlite that it is in (default catalogue-data)')
    .option('--postgres <URL>', 'a database that it is in instead: postgres://USER@HOST:PORT/DATABASE')
    .option('--fresh', 'remove what is in the folder, or the catalogue in the database, first')
    .option('--history <FILE>', 'write every row that was committed as JSON lines, at the end')
    .option('--json', 'the report on stdout as JSON, no progress');
}

/** What `--help` prints, wrapped to `width` columns. */
export const catalogueHelp = (width: number): string =>
  `${optionHelp(parser(), width)}\n${exampleText([
    [
      'npm run catalogue -- --parts 10000 --seed 1 --changes 100',
      'until Ctrl-C; started again, it continues',
    ],
    ['npm run catalogue -- --total 500 --changes 1000 --history h.jsonl', 'what was committed, in a file'],
    ['npm run --silent topic -- catalogue.public.parts --data catalogue-data', 'its events, as JSON lines'],
    [
      'npm run catalogue -- --postgres postgres://shop@localhost/shop',
      'in PostgreSQL; PGPASSWORD has the password',
    ],
    ['KAFKA_BOOTSTRAP=localhost:9092 npm run catalogue', 'the same on the topics of a broker'],
    ['npm start -- --catalogue', 'the assembly line on it, with documents, prices and alerts'],
  ])}\n${exitCodeText(
    [
      [0, 'It has as many changes as it was asked for.'],
      ...errorExitCodes([
        'USAGE',
        'DATA_IN_USE',
        'DATA_DAMAGED',
        'DISK',
        'KAFKA_AWAY',
        LINE_ERRORS.POSTGRES,
        'INTERNAL',
      ]),
      [130, 'Stopped by Ctrl-C (143: by a SIGTERM); started again, it continues.'],
    ],
    width,
  )}`;
