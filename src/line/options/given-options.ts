import type { Command } from 'commander';
import {
  type Example,
  type ExitCode,
  errorExitCodes,
  exampleText,
  exitCodeText,
  newParser,
  optionHelp,
  parseGiven,
} from 'ksqlite/cli';
import { LINE_ERRORS } from '../../contracts/line-errors.ts';
import { addSourceOptions, type GivenSource } from '../../producer/source/source-options.ts';
import { addPricingOptions, type GivenPricing } from '../../sidecar/command/pricing-options.ts';
import { FORMAT_OPTION, type GivenFormat } from '../format/line-format.ts';

/** The options as texts, as they stood on the command line. */
export interface Given extends GivenSource, GivenPricing, GivenFormat {
  readonly data?: string;
  readonly fresh?: true;
  readonly retention?: string;
  readonly priceUrl?: string;
  readonly priceDelay?: string;
  readonly report?: string;
  readonly json?: true;
  readonly serve?: true;
  /** `--ksqldb-port` */
  readonly ksqldbPort?: string;
  readonly registryPort?: string;
  readonly logLevel?: string;
  readonly catalogue?: true;
  readonly postgres?: string;
  readonly parts?: string;
  readonly changes?: string;
  readonly history?: string;
  readonly opensearch?: string;
  readonly neo4j?: string;
  /** false: `--no-ksqldb` */
  readonly ksqldb: boolean;
}

/**
 * Splits the command line into options; their values stay unread.
 *
 * @throws CommandError USAGE: an unknown option, a stray argument, a value left out
 */
export function givenOptions(argv: readonly string[]): Given {
  return parseGiven<Given>(command(), argv).options;
}

const EXAMPLES: readonly Example[] = [
  ['npm start', '100 cars, some incomplete, in about 30 s'],
  ['npm start -- --cars 20000 --rate max --price-delay 0-0', 'as fast as this machine can'],
  ['npm start -- --input parts.jsonl --data run1', 'a file; kill it, start it again: it continues'],
  ['npm start -- --format avro --data avro', 'the same in Avro, with a Schema Registry'],
  ['npm start -- --cars 500 --missing 0.5 --report report.json', 'half of the cars lack a part'],
  ['npm start -- --catalogue --data shop', 'cars, and a part catalogue that changes beside them'],
  [
    'npm start -- --postgres postgres://shop@localhost/shop --data shop',
    'the same, of a catalogue in PostgreSQL',
  ],
  ['npm run --silent topic -- rccar-completed', 'what is on a topic, as JSON lines'],
];

const EXIT_CODES: readonly ExitCode[] = [
  [0, 'All that went in came out.'],
  [1, 'It ran, and a part or a car is lost or doubled: the report names it.'],
  ...errorExitCodes([
    'USAGE',
    'INPUT_UNREADABLE',
    'SQL_REFUSED',
    'DATA_IN_USE',
    'DATA_DAMAGED',
    'DISK',
    LINE_ERRORS.PRICE_API,
    LINE_ERRORS.POSTGRES,
    'TOPIC_UNKNOWN',
    'LISTEN',
    'INTERNAL',
  ]),
  [130, 'Stopped by Ctrl-C (143: by a SIGTERM); started again, it continues.'],
];

/** What `--help` prints, wrapped to `width` columns. */
export function lineHelp(width: number): string {
  return `${optionHelp(command(), width)}\n${exampleText(EXAMPLES)}\n${exitCodeText(EXIT_CODES, width)}`;
}

function command(): Command {
  const parser = newParser(
    'npm start --',
    'Assembles remote-controlled cars from parts, prices them and reports what came out.',
  );
  addSourceOptions(parser);
  parser.optionsGroup('Catalogue:');
  parser
    .option(
      '--catalogue',
      'build the cars of a part catalogue that changes, and make documents, prices and alerts of its changes',
    )
    .option(
      '--postgres <URL>',
      'the same with the catalogue in a database: postgres://USER@HOST:PORT/DATABASE; --changes 0: somebody else changes it',
    )
    .option('--parts <N>', 'how many parts it has (default 1000)')
    .option('--changes <ROWS_PER_S>', 'rows of it that are changed in a second (default 10)')
    .option('--history <FILE>', 'write every row that was committed as JSON lines')
    .option(
      '--opensearch <URL>',
      'take its documents to an OpenSearch or Elasticsearch, such as http://localhost:9200',
    )
    .option(
      '--neo4j <URL>',
      'take parts, suppliers, states and cars to a Neo4j, such as bolt://localhost:7687, as NEO4J_USER with NEO4J_PASSWORD',
    );
  parser.optionsGroup('State:');
  parser
    .option(
      '--data <DIR>',
      'where everything is kept; started again on it, the line continues (default data)',
    )
    .option('--fresh', 'remove what is in it of a line first')
    .option(...FORMAT_OPTION)
    .option('--retention <TIME>', 'how long records are kept: 12h, 7d, ever (default 7d)')
    .option('--serve', 'stay up when all cars are out, until Ctrl-C');
  parser.optionsGroup('Pricing:');
  parser
    .option('--price-url <URL>', 'the price API to ask (default: the demo starts its own)')
    .option('--price-delay <MIN-MAX>', "ms that the demo's own API takes to answer (default 0-800)");
  addPricingOptions(parser);
  parser.optionsGroup('Looking in:');
  parser
    .option('--ksqldb-port <PORT>', 'serve ksqlDB’s API there on the loopback, 0: any free (default 8088)')
    .option(
      '--registry-port <PORT>',
      'serve the Schema Registry’s API there, 0: any free (default 8081 where the format has schemas)',
    )
    .option('--no-ksqldb', 'serve neither');
  parser.optionsGroup('Report:');
  parser
    .option('--report <FILE>', 'write the report as JSON')
    .option(
      '--log-level <LEVEL>',
      'what is logged on stderr: debug, info (records that can’t be read, too), warn, error or silent (default warn); JSON where it is no terminal',
    )
    .option('--json', 'the report on stdout as JSON, no progress');
  return parser;
}
