import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type PriceApiGiven, priceApiCommand } from '../../src/price-api/price-api-command.ts';

const parse = async (...args: string[]): Promise<PriceApiGiven> => {
  let options: PriceApiGiven | undefined;
  const command = priceApiCommand(async (given) => {
    options = given;
  });
  command.exitOverride().configureOutput({ writeErr: () => {} });
  await command.parseAsync(args, { from: 'user' });
  return options!;
};

test('defaults', async () => {
  const { failing, ...rest } = await parse();
  expect(rest).toEqual({ host: '127.0.0.1', port: 3000, delayMs: { min: 0, max: 800 }, logLevel: 'info' });
  expect(failing?.('x')).toBeUndefined();
});

test('options', async () => {
  const options = await parse(
    ...['--port', '0', '--host', '::1', '--delay', '5-10', '--fail', '^bad', '--hang', 'h$'],
  );
  expect(options).toMatchObject({ host: '::1', port: 0, delayMs: { min: 5, max: 10 } });
  expect(['bad', 'h', 'ok'].map((id) => options.failing?.(id))).toEqual(['error', 'hang', undefined]);
  expect((await parse('--delay', '7')).delayMs).toEqual({ min: 7, max: 7 });
});

test.each([
  ['--port', 'x'],
  ['--port', '65536'],
  ['--delay', '9-1'],
  ['--delay', '-5'],
  ['--fail', '('],
  ['--log-level', 'loud'],
  ['--unknown', 'x'],
])('refuses %s %s', async (...args) => {
  await expect(parse(...args)).rejects.toThrow();
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('as a process: answers, and %s stops it even while a request hangs', async (signal, code) => {
  const child = spawn(
    process.execPath,
    [
      '--import',
      './tooling/typescript/register.mjs',
      'src/price-api/main.ts',
      '--port',
      '0',
      '--hang',
      'h',
      '--delay',
      '0',
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const [hello] = await once(child.stdout, 'data');
  const url = /http:\S+/.exec(String(hello))?.[0];
  expect(await (await fetch(`${url}/price/x`)).json()).toMatchObject({ id: 'x' });
  const hanging = fetch(`${url}/price/h`).catch(() => 'closed');
  child.kill(signal);
  expect(await exited).toEqual([code, null]);
  expect(await hanging).toBe('closed');
});

const PRICE_API = ['--import', './tooling/typescript/register.mjs', 'src/price-api/main.ts'];

test('as a process: what it refuses has a code', async () => {
  const child = spawn(process.execPath, [...PRICE_API, '--port', 'x'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const exited = once(child, 'exit');
  let said = '';
  for await (const chunk of child.stderr) said += chunk;
  expect(said).toMatch(/^USAGE: option '--port <number>' argument 'x' is invalid/);
  expect(await exited).toEqual([2, null]);
});

(process.platform === 'win32' ? test.skip : test)(
  'started by npm it ends when npm is gone, though nobody tells it',
  async () => {
    const command = [process.execPath, ...PRICE_API, '--port', '0'].map((word) => `'${word}'`).join(' ');
    // as npm does it: a shell that is told to stop, and does not tell
    const shell = spawn('sh', ['-c', `${command}; true`], {
      env: { ...process.env, npm_lifecycle_event: 'price-api' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    const closed = once(shell.stdout, 'close');
    shell.stdout.on('data', (chunk) => {
      said += chunk;
      if (said.includes('price API at')) shell.kill('SIGTERM');
    });
    // the pipe is closed when the last process that could write to it has ended
    await closed;
    expect(said).toMatch(/stopped after 0 requests/);
  },
);
