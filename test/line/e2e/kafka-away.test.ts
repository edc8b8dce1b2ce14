import { createServer, type Server } from 'node:net';
import { jest } from '@jest/globals';
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

const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ['topics', ['src/line/commands/topics/main.ts']],
  ['produce', ['src/producer/produce-command/main.ts']],
  ['heartbeat', ['src/producer/heartbeat-command/main.ts']],
  ['sidecar', ['src/sidecar/command/main.ts']],
  ['topic', ['src/line/commands/topic/main.ts', 'rccar-body']],
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
  it.concurrent.each(COMMANDS)('npm run %s gives up after --wait, in words', async (_, words) => {
    const { code, stdout, stderr } = await start([...words, '--wait', '1'], NOWHERE).ended;
    expect({ code, stdout }).toEqual({ code: 10, stdout: '' });
    expect(stderr.trim().split('\n').at(-1)).toMatch(/^KAFKA_AWAY: Kafka at 127\.0\.0\.1:9 .*\(--wait\)$/);
    expect(stderr).not.toMatch(/^ +at /m);
  });

  it('SIGTERM ends the wait', async () => {
    const run = start(['src/producer/heartbeat-command/main.ts', '--wait', '100'], NOWHERE);
    await until('it waits', () => run.stderr().includes('trying again'), 60_000);
    run.kill('SIGTERM');
    expect(await run.ended).toMatchObject({ code: 143, signal: null });
  });
});

describe('a broker’s address that is none', () => {
  it.each(COMMANDS)('npm run %s says so at once', async (_, words) => {
    const { code, stderr } = await start(words, 'nonsense').ended;
    expect(code).toBe(2);
    expect(stderr).toMatch(/^USAGE: .*KAFKA_BOOTSTRAP must be host:port.*\n$/);
  });
});
