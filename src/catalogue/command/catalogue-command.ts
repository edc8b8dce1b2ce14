import { asksForHelp, type Command, startStatusLine, widthOf } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import type { ChooseTopics, Topics } from 'ksqlite/topics';
import { type CatalogueCommandOptions, catalogueHelp, catalogueOptions } from './catalogue-options.ts';
import type { CatalogueRunReport } from './run-catalogue.ts';

/** `npm run catalogue`: the catalogue by itself, in a folder or on a broker. */
export function catalogueCommand(choose: ChooseTopics): Command {
  return async (argv, { env, clock, stdout, stderr, signal }) => {
    if (asksForHelp(argv)) {
      stdout.write(catalogueHelp(widthOf(stdout)));
      return 0;
    }
    const options = catalogueOptions(argv);
    const { topics, close } = await topicsOf(choose, env, options, clock);
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
        .runCatalogue({ topics, options, clock, signal, onStarted })
        .finally(() => status?.stop());
      stdout.write(options.json ? `${JSON.stringify(report)}\n` : reportText(report));
      return 0;
    } finally {
      await close();
    }
  };
}

async function topicsOf(
  choose: ChooseTopics,
  env: Parameters<ChooseTopics>[0],
  { data, fresh }: CatalogueCommandOptions,
  clock: Clock,
): Promise<{ readonly topics: Topics; readonly close: () => Promise<void> }> {
  const chosen = choose(env);
  if (chosen.runtime === 'kafka') {
    // of two processes that change one catalogue the newer one counts
    const topics = await chosen.connect('catalogue');
    return { topics, close: () => topics.close() };
  }
  const { openDatabase } = await import('ksqlite');
  const database = await openDatabase(data, { fresh, now: () => Math.floor(clock.now()) });
  return { topics: database.connectTopics(), close: () => database.close() };
}

function reportText({ parts, seed, rows, changedRows, changes, wallMs }: CatalogueRunReport): string {
  const kinds = Object.entries(changes).map(([kind, count]) => `  ${kind.padEnd(20)}${count}\n`);
  return `${parts} parts of seed ${seed}, ${rows} rows; ${changedRows} changed rows since it was filled\n${
    kinds.length === 0 ? '' : `Transactions of these ${(wallMs / 1000).toFixed(1)} s:\n${kinds.join('')}`
  }`;
}
