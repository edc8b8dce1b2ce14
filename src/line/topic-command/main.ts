import { existsSync } from 'node:fs';
import { Command } from 'commander';
import { LineError } from '../../contracts/line-error.ts';
import { nodeDisk } from '../../ksql/log/node-disk.ts';
import { openTopicLog } from '../../ksql/log/topic-log.ts';
import { embeddedTopics } from '../../topics/embedded/embedded-topics.ts';
import { logFolder } from '../data-folder.ts';
import { lineErrorOf } from '../line-error-of.ts';
import { printTopic } from './print-topic.ts';

/** `npm run --silent topic -- NAME`: reads the data folder's files, so it works beside a running line. */
async function main(argv: readonly string[]): Promise<void> {
  const command = new Command('topic')
    .description('Writes a topic as JSON lines {partition, offset, timestamp, key, value, headers}.')
    .argument('<name>', 'the topic, such as rccar-completed')
    .option('--data <dir>', 'the data folder', 'data')
    .addHelpText('after', '\nExample:\n  npm run --silent topic -- rccar-incomplete | head -3\n')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  try {
    command.parse([...argv], { from: 'user' });
  } catch (error) {
    const { code, message } = error as { code: string; message: string };
    if (code === 'commander.helpDisplayed') return;
    throw new LineError('USAGE', message.replace(/^error: /, ''));
  }
  const [name = ''] = command.args;
  const folder = logFolder(command.opts<{ data: string }>().data);
  if (!existsSync(folder))
    throw new LineError(
      'TOPIC_UNKNOWN',
      `${folder} does not exist: run the line first, or name its folder with --data`,
    );
  const log = openTopicLog({ disk: nodeDisk(folder), now: Date.now, readOnly: true });
  const idle = { settled: () => Promise.resolve(), backlog: () => 0 };
  await printTopic(embeddedTopics(log, idle, Date.now).connect(), name, process.stdout);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const { code, message, exitCode } = lineErrorOf(error);
  process.stderr.write(`${code}: ${message}\n`);
  process.exitCode = exitCode;
});
