import type { Command, CommandContext, Env, Output } from 'ksqlite/cli';
import {
  addCommonOptions,
  asksForHelp,
  CommandError,
  CommandLog,
  type CommonGiven,
  commonHelp,
  healthHostOption,
  healthPortOption,
  logLevelOf,
  newParser,
  parseGiven,
  RetryWithBackoff,
  readValue,
  rehearse,
  startHealthServer,
  startStatusLine,
  VALUES,
  waitOption,
} from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import type { Unreadable } from 'ksqlite/enrich';
import type { ChooseTopics } from 'ksqlite/topics';
import { LINE_ERRORS } from '../../contracts/line-errors.ts';
import {
  FORMAT_OPTION,
  formatOption,
  type GivenFormat,
  type LineFormat,
} from '../../line/format/line-format.ts';
import { lineScripts } from '../../line/sql-folder.ts';
import { type LineOnKafka, lineOnKafka, REGISTRY_ENVIRONMENT } from '../../line/topics/line-on-kafka.ts';
import { unreadablePart } from '../../line/unreadable-part.ts';
import { priceApiAnswers } from './price-api-answers.ts';
import { addPricingOptions, type GivenPricing, pricingOptions, slotsOption } from './pricing-options.ts';
import { sidecarMetrics } from './sidecar-metrics.ts';
import { type RunningStats, runSidecarOnTopics } from './sidecar-on-topics.ts';

type Given = CommonGiven & GivenPricing & GivenFormat & { readonly priceUrl?: string };

/** Of a health check: the broker is asked every 5 s. */
const HEALTHY_MS = 15_000;

/** `npm run sidecar`: prices cars and collects dead letters on Kafka until it is stopped. */
export function sidecarCommand(choose: ChooseTopics): Command {
  return async (argv, context) => {
    const { env, clock, stdout, stderr, signal } = context;
    const parser = parserOf();
    if (asksForHelp(argv)) {
      stdout.write(helpOf(stdout));
      return 0;
    }
    const given = parseGiven<Given>(parser, argv).options;
    const config = { slots: slotsOption(given), ...pricingOptions(given, env) };
    const priceUrl = priceUrlOption(given, env);
    const waitMs = waitOption(given);
    const healthPort = healthPortOption(given);
    const format = formatOption(given, env);
    const log = new CommandLog(logLevelOf(given), context);
    const line = await lineOnKafka(choose, env, 'sidecar', format);

    let read = (): RunningStats => ({ pricing: undefined, letters: undefined, brokerAt: undefined });
    const closeHealth =
      healthPort === undefined
        ? undefined
        : await startHealthServer(healthPort, {
            host: healthHostOption(given),
            health: () => healthOf(read(), clock.now()),
            metrics: () => sidecarMetrics({ ...read(), slots: config.slots }),
          });
    const status = given.json
      ? undefined
      : startStatusLine({ out: stderr, env, clock, read: () => statusText(read(), config.slots) });
    log.writeAbove(status);
    const warn = (line: string): void => log.warn(line);
    const newRetry = () => new RetryWithBackoff({ waitMs, clock, signal, log: warn });
    log.debug('starts', () => ({ priceUrl, format, ...config }));
    try {
      const unreadable = await partReader(line, format, clock);
      await newRetry().untilAnswered(() => priceApiAnswers(priceUrl));
      await runSidecarOnTopics({
        connect: line.connect,
        asJson: line.asJson,
        priceUrl,
        config,
        unreadable,
        clock,
        signal,
        retry: newRetry(),
        log: warn,
        onStarted: (stats) => {
          read = stats;
        },
      });
    } finally {
      status?.stop();
      log.writeAbove(undefined);
      await closeHealth?.();
      await line.close();
    }
    report(read(), given.json === true, config.slots, context);
    return 0;
  };
}

/**
 * The reader that the statements read with, without the statements: ksql/ says what a part looks like.
 *
 * @throws CommandError SCHEMA_REGISTRY
 */
async function partReader({ registry }: LineOnKafka, format: LineFormat, clock: Clock): Promise<Unreadable> {
  const rehearsed = await rehearse(lineScripts(format), () => Math.floor(clock.now()), registry);
  const unreadable = unreadablePart(rehearsed);
  await rehearsed.close();
  if (registry === undefined) return unreadable;
  const { whenLoaded } = await import('../../line/format/when-loaded.ts');
  return whenLoaded(unreadable, registry);
}

/** @throws CommandError USAGE */
function priceUrlOption(given: Given, env: Env): string {
  const url =
    readValue('--price-url', VALUES.url, given.priceUrl) ??
    readValue('PRICE_URL', VALUES.url, env.PRICE_URL || undefined);
  if (url !== undefined) return url;
  throw new CommandError(
    'USAGE',
    'PRICE_URL: is not set: the http(s) address before /price/{id}; npm run price-api starts one at http://127.0.0.1:3000',
  );
}

function healthOf({ pricing, letters, brokerAt }: RunningStats, now: number) {
  return {
    healthy: brokerAt !== undefined && now - brokerAt < HEALTHY_MS,
    details: { pricing: pricing ?? null, deadLetters: letters ?? null },
  };
}

function statusText({ pricing, letters }: RunningStats, slots: number): string {
  if (pricing === undefined) return 'waiting';
  const { priced, failed, inFlight, carsUnderWay, retries } = pricing;
  const unreadable = (letters?.letters ?? 0) + pricing.unreadable;
  return `${priced} cars priced, ${failed} failed, ${retries} retries; ${inFlight} of ${slots} slots in use, ${carsUnderWay} cars under way; ${unreadable} dead letters`;
}

function report(stats: RunningStats, json: boolean, slots: number, { stdout }: CommandContext): void {
  if (json)
    stdout.write(
      `${JSON.stringify({ pricing: stats.pricing ?? null, deadLetters: stats.letters ?? null })}\n`,
    );
  else stdout.write(`stopped: ${statusText(stats, slots)}\n`);
}

function parserOf() {
  const parser = newParser(
    'npm run sidecar --',
    "Prices the cars of rccar-awaiting-price, and copies parts that can't be read to rccar-dead-letter. Several share the work, each with its own slots.",
  );
  parser
    .optionsGroup('Pricing:')
    .option('--price-url <URL>', 'the price API: {URL}/price/{id} (or PRICE_URL)');
  addPricingOptions(parser);
  parser.optionsGroup('Records:').option(...FORMAT_OPTION);
  addCommonOptions(parser, ['wait', 'healthPort', 'healthHost', 'logLevel', 'json']);
  return parser;
}

const helpOf = (out: Output): string =>
  commonHelp(parserOf(), out, {
    environment: `  PRICE_URL                     the price API, where --price-url is not given
  PRICE_RETRIES and the like    as at the options
${REGISTRY_ENVIRONMENT}`,
    examples: [
      ['PRICE_URL=http://127.0.0.1:3000 npm run sidecar', 'five requests in flight at most'],
      ['npm run sidecar -- --slots 2 --health-port 8091', 'beside another one with --slots 3: five in all'],
    ],
    errors: ['SQL_REFUSED', LINE_ERRORS.PRICE_API, 'TOPIC_UNKNOWN', 'TOPIC_PARTITIONS', 'SCHEMA_REGISTRY'],
  });
