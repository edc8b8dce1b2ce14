import { openServer } from '../support/open-server.ts';

it('gives the view at once, and as it is when the server is closed', async () => {
  let sent = 1;
  const view = {
    title: 'Shop',
    read: () => ({
      pieces: [{ kind: 'figures' as const, title: 'Orders', figures: [{ name: 'sent', value: sent }] }],
    }),
  };
  const server = await openServer({ view });
  const topology = await (await fetch(`${server.url}/page/api/topology`)).json();
  expect(topology).toMatchObject({ view: 'Shop' });
  const { body } = await fetch(`${server.url}/page/api/view`);
  const reader = body!.pipeThrough(new TextDecoderStream()).getReader();
  const first = await reader.read();
  expect(first.value).toContain('"value":1');
  sent = 2;
  const closed = server.close();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    rest += value;
  }
  expect(JSON.parse(rest.trimEnd().split('\n').at(-1) ?? '')).toEqual(view.read());
  await closed;
});

it('has none where the program gives none', async () => {
  const server = await openServer();
  expect(await (await fetch(`${server.url}/page/api/topology`)).json()).toMatchObject({ view: null });
  expect((await fetch(`${server.url}/page/api/view`)).status).toBe(404);
  await server.close();
});
