import { logFolder } from '../../database/folder/folder-layout.ts';
import { readFolder } from '../../database/folder/read-folder.ts';
import { CommandError } from '../../errors/command-error.ts';
import { registryOfEnv } from '../../schema-topics/connect-registry.ts';
import { readWithSchemas } from '../../schema-topics/read-with-schemas.ts';
import type { ChooseTopics } from '../../topics/chosen-topics.ts';
import { dumpTopic } from '../../topics/dump.ts';
import { followTopic } from '../../topics/follow.ts';
import type { ReadableTopics } from '../../topics/port.ts';
import {
  addCommonOptions,
  type CommonGiven,
  commonHelp,
  waitOption,
} from '../support/options/common-options.ts';
import type { Invocation } from '../support/options/invocation.ts';
import { asksForHelp, newParser, parseGiven } from '../support/options/parse-given.ts';
import { readValue, VALUES } from '../support/options/value.ts';
import { RetryWithBackoff } from '../support/retry-with-backoff.ts';
import type { Command } from '../support/run-main.ts';
import { writeAll } from './write-all.ts';

type Given = CommonGiven & { readonly data?: string; readonly follow?: true; readonly raw?: true };

const TOPIC: Invocation = {
  as: 'ksqlite topic',
  examples: [
    ['ksqlite topic readings | head -3', 'of the database in the folder data'],
    [
      'KAFKA_BOOTSTRAP=localhost:9092 ksqlite topic readings --follow',
      'what is there and what comes, until Ctrl-C',
    ],
  ],
};

/**
 * A topic's committed records as JSON lines, from the broker where KAFKA_BOOTSTRAP is set, else from the data folder's
 * files: so it works beside a process that has the folder open.
 *
 * @param invocation what the help calls it; default `ksqlite topic`
 */
export function topicCommand(choose: ChooseTopics, invocation: Invocation = TOPIC): Command {
  const { examples, data: folder = 'data' } = invocation;
  return async (argv, { env, clock, stdout, stderr, signal }) => {
    const parser = parserOf(invocation.as, folder);
    if (asksForHelp(argv)) {
      stdout.write(
        commonHelp(parser, stdout, {
          environment: `                                (not set: the data folder is read)
  SCHEMA_REGISTRY_URL           the schemas of values on Kafka that are not JSON
`,
          examples,
          done: 'Everything is written.',
          errors: ['DATA_DAMAGED', 'DISK', 'TOPIC_UNKNOWN', 'SCHEMA_REGISTRY'],
        }),
      );
      return 0;
    }
    const { options, args } = parseGiven<Given>(parser, argv);
    const [name = ''] = args;
    const waitMs = waitOption(options);
    const data = readValue('--data', VALUES.path, options.data);
    const chosen = choose(env);
    if (chosen.runtime === 'embedded') {
      if (options.follow)
        throw new CommandError(
          'USAGE',
          '--follow: works on Kafka alone: set KAFKA_BOOTSTRAP, or leave it out',
        );
      const topics = dataFolderTopics(data ?? folder, options.raw !== true);
      await writeAll(stdout, dumpTopic(topics, name, 'the data folder'));
      return 0;
    }
    if (data !== undefined)
      throw new CommandError(
        'USAGE',
        '--data: is for the embedded engine, and KAFKA_BOOTSTRAP names a broker',
      );
    const log = (line: string) => stderr.write(`${line}\n`);
    const retry = new RetryWithBackoff({ waitMs, clock, signal, log });
    const connected = await retry.untilAnswered(() => chosen.connect());
    if (connected === undefined) return 0;
    const registry = options.raw ? undefined : registryOfEnv(env);
    const topics = registry === undefined ? connected : readWithSchemas(connected, registry);
    try {
      const texts = options.follow
        ? followTopic({ topics, name, clock, signal, retry })
        : dumpTopic(topics, name, 'Kafka');
      await writeAll(stdout, texts);
    } finally {
      await topics.close();
      await registry?.close();
    }
    return 0;
  };
}

function parserOf(as: string, folder: string) {
  const parser = newParser(
    as,
    'Writes a topic as JSON lines {partition, offset, timestamp, key, value, headers}: committed records alone.',
    '[options] <name>',
  );
  parser
    .argument('<name>', 'the topic')
    .option('--data <DIR>', `the data folder (default ${folder})`)
    .option(
      '--raw',
      'leave values of AVRO, PROTOBUF and JSON_SR as their bytes are; else they are shown as JSON',
    )
    .option('--follow', 'continue with what comes, until Ctrl-C; on Kafka');
  addCommonOptions(parser, ['wait']);
  return parser;
}

function dataFolderTopics(data: string, asJson: boolean): ReadableTopics {
  const topics = readFolder(data, { asJson });
  if (topics === undefined)
    throw new CommandError(
      'TOPIC_UNKNOWN',
      `${logFolder(data)} does not exist: name the data folder with --data, or a broker with KAFKA_BOOTSTRAP`,
    );
  return topics;
}
