import { createServer } from 'node:http';
import { type Health, startHealthServer } from '../../../src/cli/support/health-server.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('the health server', () => {
  it('answers 200 or 503 with the details, and 404 to all else', async () => {
    const port = await freePort();
    let health: Health = { healthy: false, details: { ticks: 0 } };
    const metrics = () => [
      {
        name: 'ticks_total',
        type: 'counter' as const,
        unit: 'ticks',
        help: 'Ticks.',
        labels: [],
        samples: [{ labels: {}, value: 3 }],
      },
    ];
    const close = await startHealthServer(port, { health: () => health, metrics });
    const ask = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`);
      return [response.status, await response.json()];
    };
    expect(await ask('/healthcheck')).toEqual([503, { healthy: false, ticks: 0 }]);
    health = { healthy: true, details: { ticks: 3 } };
    expect(await ask('/healthcheck')).toEqual([200, { healthy: true, ticks: 3 }]);
    expect(await ask('/')).toEqual([404, { error: 'GET /healthcheck and GET /metrics are all there is' }]);
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await answer.text()).toMatch(
      /^# HELP ticks_total Ticks\.\n# TYPE ticks_total counter\nticks_total 3\n# HELP process_cpu_seconds_total /,
    );
    await expect(startHealthServer(port, { health: () => health, metrics })).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(`--health-port: can't listen on 127.0.0.1:${port}`),
    });
    await close();
    await expect(ask('/healthcheck')).rejects.toThrow();
  });
});
