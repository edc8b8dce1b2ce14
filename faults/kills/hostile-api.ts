import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { priceOf } from '../../src/price-api/price-of.ts';
import type { Random } from '../random.ts';

export interface HostileApi {
  readonly url: string;
  /** Does something bad, or several bad things, from now on. */
  readonly misbehave: () => void;
  /** Answers every request from now on. */
  readonly behave: () => void;
  readonly violations: () => readonly string[];
  readonly close: () => Promise<void>;
}

type Answer = (id: string, response: ServerResponse) => void;

const SLOTS = 5;
/** Turns of the event loop within which the end of a connection is read that ended before a request came, where this process is late with both. */
const LATE_TURNS = 10;
const price: Answer = (id, response) => response.end(JSON.stringify({ id, price: priceOf(id) }));
const CHUNK = Buffer.alloc(65_536, ' ');
const ENDLESS_BYTES = 200_000_000;

const BAD: Readonly<Record<string, Answer>> = {
  hangs: () => undefined,
  resets: (_, response) => void response.socket?.resetAndDestroy(),
  garbage: (_, response) => response.end('<html>\u0000'),
  late: (id, response) => void setTimeout(() => price(id, response), 600).unref(),
  redirects: (id, response) => response.writeHead(302, { location: `/price/other-${id}` }).end(),
  endless: (_, response) => {
    let left = ENDLESS_BYTES;
    const more = (): void => {
      while (left > 0 && !response.destroyed) {
        left -= CHUNK.length;
        if (!response.write(CHUNK)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  },
  errors: (_, response) => response.writeHead(500).end('{}'),
  'another id': (_, response) => response.end('{"id":"another","price":1}'),
  'no price': (id, response) => response.end(JSON.stringify({ id, price: null })),
  negative: (id, response) => response.end(JSON.stringify({ id, price: -1 })),
};

/** A price API that does to a share of the requests what an API may do at its worst, and counts what is open. */
export async function startHostileApi(random: Random): Promise<HostileApi> {
  const violations: string[] = [];
  let bad: readonly Answer[] = [];
  let share = 0;
  const open = new Set<object>();
  const countOpen = (turnsLeft: number): void => {
    if (open.size <= SLOTS) return;
    if (turnsLeft === 0) violations.push(`the price API saw ${open.size} requests at a time`);
    else setImmediate(countOpen, turnsLeft - 1);
  };
  const server = createServer((request, response) => {
    open.add(response);
    for (const end of ['finish', 'close']) response.once(end, () => open.delete(response));
    countOpen(LATE_TURNS);
    if (request.url?.includes('other-') === true) violations.push('a redirect was followed');
    const id = decodeURIComponent((request.url ?? '').replace('/price/', ''));
    const answer = bad.length > 0 && random.chance(share) ? random.oneOf(bad) : price;
    setTimeout(() => answer(id, response), random.next() * 20);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    misbehave: () => {
      bad = random.shuffled(Object.values(BAD)).slice(0, random.int(1, 3));
      share = random.oneOf([0.1, 0.5, 1]);
    },
    behave: () => {
      bad = [];
    },
    violations: () => violations,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
