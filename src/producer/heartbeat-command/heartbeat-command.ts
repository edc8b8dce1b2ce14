import type { Command } from 'ksqlite/cli';
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
  readValue,
  startHealthServer,
  startStatusLine,
  VALUES,
  waitOption,
} from 'ksqlite/cli';
import type { ChooseTopics } from 'ksqlite/topics';
import { FORMAT_OPTION, formatOption, type GivenFormat } from '../../line/format/line-format.ts';
import { lineOnKafka, REGISTRY_ENVIRONMENT } from '../../line/topics/line-on-kafka.ts';
import { heartbeatMetrics } from './heartbeat-metrics.ts';
import { type BeatCounts, beatResumed } from './resumed-heartbeat.ts';

type Given = CommonGiven & GivenFormat & { readonly every?: string };

/** Of a health check: longer without a heartbeat, and windows close late. */
const HEALTHY_MS = 5_000;
const STATUS_EVERY_MS = 60_000;

/** `npm run heartbeat`: a heartbeat car on every partition, again and again, until it is stopped. */
export function heartbeatCommand(choose: ChooseTopics): Command {
  return async (argv, context) => {
    const { env, clock, stdout, stderr, signal } = context;
    const parser = newParser(
      'npm run heartbeat --',
      'Moves stream time on partitions where nothing else comes: a car of seven parts to each, at every tick. Run two, so that one can stop.',
    );
    parser.optionsGroup('Heartbeat:').option('--every <MS>', 'from one tick to the next (default 250)');
    parser.option(...FORMAT_OPTION);
    addCommonOptions(parser, ['wait', 'healthPort', 'healthHost', 'logLevel', 'json']);
    if (asksForHelp(argv)) {
      stdout.write(
        commonHelp(parser, stdout, {
          examples: [
            [
              'npm run heartbeat -- --health-port 8090',
              'curl localhost:8090/healthcheck tells whether it beats',
            ],
          ],
          errors: ['TOPIC_UNKNOWN', 'TOPIC_PARTITIONS', 'SCHEMA_REGISTRY'],
          environment: REGISTRY_ENVIRONMENT,
        }),
      );
      return 0;
    }
    const given = parseGiven<Given>(parser, argv).options;
    const everyMs = readValue('--every', VALUES.everyMs, given.every) ?? 250;
    const waitMs = waitOption(given);
    const log = new CommandLog(logLevelOf(given), context);
    const healthPort = healthPortOption(given);
    const line = await lineOnKafka(choose, env, 'heartbeat', formatOption(given, env));

    let counts: BeatCounts = { ticks: 0, failures: 0, lastAt: undefined };
    const closeHealth =
      healthPort === undefined
        ? undefined
        : await startHealthServer(healthPort, {
            host: healthHostOption(given),
            health: () => ({
              healthy: counts.lastAt !== undefined && clock.now() - counts.lastAt < HEALTHY_MS + everyMs,
              details: { ...counts },
            }),
            metrics: () => heartbeatMetrics(counts),
          });
    const status = given.json
      ? undefined
      : startStatusLine({
          out: stderr,
          env,
          clock,
          plainEveryMs: STATUS_EVERY_MS,
          read: () => textOf(counts),
        });
    log.writeAbove(status);
    log.debug('starts', () => ({ everyMs }));
    try {
      await beatResumed({
        connect: async () => line.asJson(await line.connect()),
        everyMs,
        clock,
        signal,
        retry: new RetryWithBackoff({ waitMs, clock, signal, log: (line) => log.warn(line) }),
        onCounts: (next) => {
          counts = next;
        },
      });
    } finally {
      status?.stop();
      log.writeAbove(undefined);
      await closeHealth?.();
      await line.close();
    }
    stdout.write(given.json ? `${JSON.stringify(counts)}\n` : `stopped after ${textOf(counts)}\n`);
    return 0;
  };
}

const textOf = ({ ticks, failures }: BeatCounts): string =>
  `${ticks} ticks${failures > 0 ? `, ${failures} failures` : ''}`;
