import { createServer, type Server } from 'node:net';
import { jest } from '@jest/globals';
import { type Command, topicCommand } from 'ksqlite/cli';
import { createTopicsCommand } from '../../../src/line/commands/topics/create-topics-command.ts';
import { chooseLineTopics } from '../../../src/line/topics/chosen-topics.ts';
import { heartbeatCommand } from '../../../src/producer/heartbeat-command/heartbeat-command.ts';
import { produceCommand } from '../../../src/producer/produce-command/produce-command.ts';
import { sidecarCommand } from '../../../src/sidecar/command/sidecar-command.ts';
import { runHere } from '../../support/line-here.ts';
import { cleanUp, PROJECT, startProcess, until } from '../../support/line-process.ts';

jest.setTimeout(180_000);
afterAll(cleanUp);

// as a text: the compiler, too, must do without an optional package
const CLIENT: string = '@confluentinc/kafka-javascript';
const isThere = await import(CLIENT).then(
  () => true,
  () => false,
);
if (!isThere) process.stderr.write(`skipped, ${CLIENT} is not installed: where no broker answers\n`);
const NOWHERE = '127.0.0.1:9';

/** Name, what a process of it is, the command, its arguments. */
const COMMANDS: readonly (readonly [string, string, Command, readonly string[]])[] = [
  ['topics', 'src/line/commands/topics/main.ts', createTopicsCommand(chooseLineTopics), []],
  ['produce', 'src/producer/produce-command/main.ts', produceCommand(chooseLineTopics), []],
  ['heartbeat', 'src/producer/heartbeat-command/main.ts', heartbeatCommand(chooseLineTopics), []],
  ['sidecar', 'src/sidecar/command/main.ts', sidecarCommand(chooseLineTopics), []],
  ['topic', 'src/line/commands/topic/main.ts', topicCommand(chooseLineTopics), ['rccar-body']],
];

/** Something that speaks HTTP: what the sidecar asks for before it looks for a broker. */
let api: Server;
let priceUrl = '';
beforeAll(async () => {
  api = createServer((socket) => socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n'));
  await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
  const address = api.address();
  priceUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => {
  api.close();
});

const start = (words: readonly string[], bootstrap: string) =>
  startProcess(process.execPath, ['--import', './tooling/typescript/register.mjs', ...words], {
    project: PROJECT,
    env: { KAFKA_BOOTSTRAP: bootstrap, PRICE_URL: priceUrl },
  });

(isThere ? describe : describe.skip)('where no broker answers', () => {
  it.concurrent.each(COMMANDS)('npm run %s gives up after --wait, in words', async (_, main, __, words) => {
    const { code, stdout, stderr } = await start([main, ...words, '--wait', '1'], NOWHERE).ended;
    expect({ code, stdout }).toEqual({ code: 10, stdout: '' });
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^KAFKA_AWAY: Kafka at 127\.0\.0\.1:9 .*\(--wait\)$/);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('SIGTERM ends the wait', async () => {
    const run = start(['src/producer/heartbeat-command/main.ts', '--wait', '100'], NOWHERE);
    await until('it waits', () => run.stderr().includes('trying again'));
    run.kill('SIGTERM');
    expect(await run.ended).toMatchObject({ code: 143, signal: null });
  });
});

describe('a broker’s address that is none', () => {
  it.each(COMMANDS)('npm run %s says so at once', async (_, __, command, words) => {
    const env = { KAFKA_BOOTSTRAP: 'nonsense', PRICE_URL: priceUrl };
    const { code, stderr } = await runHere(command, words, env);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^USAGE: .*KAFKA_BOOTSTRAP must be host:port.*\n$/);
  });
});
