import type { Command, Output } from 'ksqlite/cli';
import {
  addCommonOptions,
  asksForHelp,
  CommandLog,
  type CommonGiven,
  commonHelp,
  healthHostOption,
  healthPortOption,
  logLevelOf,
  newParser,
  parseGiven,
  RetryWithBackoff,
  startHealthServer,
  startStatusLine,
  waitOption,
} from 'ksqlite/cli';
import type { ChooseTopics } from 'ksqlite/topics';
import { FORMAT_OPTION, formatOption, type GivenFormat } from '../../line/format/line-format.ts';
import { lineOnKafka, REGISTRY_ENVIRONMENT } from '../../line/topics/line-on-kafka.ts';
import type { ProducerState } from '../pacing/paced-producer.ts';
import { openSource } from '../source/open-source.ts';
import { addSourceOptions, type GivenSource, sourceOptions } from '../source/source-options.ts';
import { producerMetrics } from './producer-metrics.ts';
import { produceResumed } from './resumed-producer.ts';

/** What `npm run produce` reports. */
export interface ProduceReport {
  /** what the progress record is kept under */
  readonly source: string;
  readonly total: number;
  /** on the topics, by earlier runs too */
  readonly sent: number;
  /** of those, by this run */
  readonly sentNow: number;
  readonly finished: boolean;
  readonly wallMs: number;
}

/** `npm run produce`: sends generated cars or a file to Kafka, and continues where an earlier run of the same was. */
export function produceCommand(choose: ChooseTopics): Command {
  return async (argv, context) => {
    const { env, clock, stdout, stderr, signal } = context;
    const parser = parserOf();
    if (asksForHelp(argv)) {
      stdout.write(helpOf(stdout));
      return 0;
    }
    const given = parseGiven<GivenSource & GivenFormat & CommonGiven>(parser, argv).options;
    const waitMs = waitOption(given);
    const log = new CommandLog(logLevelOf(given), context);
    const wanted = sourceOptions(given);
    const line = await lineOnKafka(choose, env, 'produce', formatOption(given, env));
    const source = await openSource(wanted, (line) => log.warn(line));
    const startedAt = clock.now();
    let state: ProducerState = { sent: 0, total: source.total, finished: false, sentNow: 0 };
    const status = given.json
      ? undefined
      : startStatusLine({
          out: stderr,
          env,
          clock,
          read: () => progressText(state, clock.now() - startedAt),
        });
    const healthPort = healthPortOption(given);
    const closeHealth =
      healthPort === undefined
        ? undefined
        : await startHealthServer(healthPort, {
            host: healthHostOption(given),
            health: () => ({ healthy: true, details: { ...state } }),
            metrics: () => producerMetrics(state),
          });
    log.writeAbove(status);
    log.debug('starts', () => ({ source: source.id, total: source.total }));
    try {
      await produceResumed({
        connect: async (name) => line.asJson(await line.connect(name)),
        source,
        clock,
        signal,
        retry: new RetryWithBackoff({ waitMs, clock, signal, log: (line) => log.warn(line) }),
        onProgress: (next) => {
          state = next;
        },
      });
    } finally {
      status?.stop();
      log.writeAbove(undefined);
      await closeHealth?.();
      await line.close();
    }
    const report: ProduceReport = {
      source: source.id,
      ...state,
      wallMs: Math.round(clock.now() - startedAt),
    };
    stdout.write(given.json ? `${JSON.stringify(report)}\n` : reportText(report));
    return 0;
  };
}

function parserOf() {
  const parser = newParser(
    'npm run produce --',
    "Sends parts to the line's topics on Kafka. Started again with the same cars or file, it continues where it was.",
  );
  addSourceOptions(parser);
  parser.option(...FORMAT_OPTION);
  addCommonOptions(parser, ['wait', 'healthPort', 'healthHost', 'logLevel', 'json']);
  return parser;
}

const helpOf = (out: Output): string =>
  commonHelp(parserOf(), out, {
    examples: [
      ['npm run produce', '100 cars, some incomplete, at 40 parts a second'],
      [
        'npm run produce -- --input parts.jsonl',
        'a file at its own times; kill it, start it again: it continues',
      ],
      ['npm run produce -- --cars 10000 --rate max --seed 2', 'other cars, as fast as they are taken'],
    ],
    done: 'Everything is sent.',
    errors: ['INPUT_UNREADABLE', 'TOPIC_UNKNOWN', 'TOPIC_PARTITIONS', 'SCHEMA_REGISTRY'],
    environment: REGISTRY_ENVIRONMENT,
  });

function progressText({ sent, total, sentNow }: ProducerState, elapsedMs: number): string {
  const rate = elapsedMs > 0 ? Math.round((sentNow * 1000) / elapsedMs) : 0;
  return `${sent} of ${total} parts sent; ${rate}/s`;
}

function reportText({ sent, total, sentNow, finished, wallMs }: ProduceReport): string {
  const earlier = sent - sentNow;
  const now = `${sentNow} parts sent in ${(wallMs / 1000).toFixed(1)} s`;
  const before = earlier > 0 ? `, ${earlier} by earlier runs` : '';
  return `${now}${before}: ${sent} of ${total}${finished ? '' : '; start it again to continue'}\n`;
}
