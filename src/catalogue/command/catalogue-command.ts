import { asksForHelp, type Command, type CommandContext, startStatusLine, widthOf } from 'ksqlite/cli';
import type { ChooseTopics } from 'ksqlite/topics';
import type { SourceOfTruth } from '../source/source-of-truth.ts';
import { type CatalogueCommandOptions, catalogueHelp, catalogueOptions } from './catalogue-options.ts';
import type { CatalogueRunReport } from './run-catalogue.ts';

/** `npm run catalogue`: the catalogue by itself, in a folder, on a broker or in PostgreSQL. */
export function catalogueCommand(choose: ChooseTopics): Command {
  return async (argv, context) => {
    const { env, clock, stdout, stderr, signal } = context;
    if (asksForHelp(argv)) {
      stdout.write(catalogueHelp(widthOf(stdout)));
      return 0;
    }
    const options = catalogueOptions(argv);
    const { source, close } = await openSource(choose, options, context);
    try {
      const running = await import('./run-catalogue.ts');
      let progress = (): string => 'the catalogue is filled';
      const status = options.json
        ? undefined
        : startStatusLine({ out: stderr, env, clock, read: () => progress() });
      const onStarted = (read: () => string): void => {
        progress = read;
      };
      const report = await running
        .runCatalogue({ source, options, clock, signal, onStarted })
        .finally(() => status?.stop());
      stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(report));
      return 0;
    } finally {
      await close();
    }
  };
}

interface OpenSource {
  readonly source: SourceOfTruth;
  readonly close: () => Promise<void>;
}

async function openSource(
  choose: ChooseTopics,
  options: CatalogueCommandOptions,
  { env, clock, stderr, signal }: CommandContext,
): Promise<OpenSource> {
  const { postgres: address, data, fresh } = options;
  if (address !== undefined) {
    const { openPostgres } = await import('../source/postgres/open-postgres.ts');
    const warn = (text: string): void => {
      stderr.write(`${text}\n`);
    };
    const needsHistory = options.history !== undefined;
    const source = await openPostgres({ address, env, clock, signal, warn }, { fresh, needsHistory });
    return { source, close: () => source.close() };
  }
  const { EmbeddedCatalogue } = await import('../source/embedded/embedded-catalogue.ts');
  const chosen = choose(env);
  if (chosen.runtime === 'kafka') {
    // of two processes that change one catalogue the newer one counts
    const topics = await chosen.connect('catalogue');
    const close = () => topics.close();
    return { source: await EmbeddedCatalogue.open(topics), close };
  }
  const { openDatabase } = await import('ksqlite');
  const database = await openDatabase(data, { fresh, now: () => Math.floor(clock.now()) });
  const close = () => database.close();
  return { source: await EmbeddedCatalogue.open(database.connectTopics()), close };
}

function reportText({ parts, seed, rows, changedRows, changes, wallMs }: CatalogueRunReport): string {
  const kinds = Object.entries(changes).map(([kind, count]) => `  ${kind.padEnd(20)}${count}\n`);
  return `${parts} parts of seed ${seed}, ${rows} rows; ${changedRows} changed rows since it was filled\n${
    kinds.length === 0 ? '' : `Transactions of these ${(wallMs / 1000).toFixed(1)} s:\n${kinds.join('')}`
  }`;
}
