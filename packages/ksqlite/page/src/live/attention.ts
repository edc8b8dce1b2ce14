/** What somebody who looks after this should know first: what has stopped, and what is slow. Pure. */
import type { LiveInput, LiveQuery, PageTopology } from '../api/answers.ts';
import { duration, short } from '../ui/format.ts';
import { inputKey, type Rates } from './rates.ts';

export interface Attention {
  readonly level: 'bad' | 'warn';
  readonly text: string;
  /** The query that it is about. */
  readonly query: string;
  /** Why, in the words of the engine; empty: nothing is to be said. */
  readonly why: string;
}

/** A query that takes so long for what it has still to read is slow. */
const SLOW_MS = 5_000;

/** One that takes such a share of the time that the engine works is what makes others slow, too. */
const MUCH = 0.5;

/** Those that have stopped; and where a query is far behind, the one that takes the time, or else the one that is furthest behind. */
export function attentionOf({ queries }: Pick<PageTopology, 'queries'>, rates: Rates): readonly Attention[] {
  const stopped = queries
    .filter(({ state }) => state === 'ERROR')
    .map(({ id, error }): Attention => ({ level: 'bad', text: `${id} has stopped`, query: id, why: error }));
  const furthest = queries
    .flatMap((query) => query.inputs.map((input) => ({ id: query.id, query, input })))
    .filter(({ query, input }) => isSlow(query, input, rates))
    .sort((a, b) => b.input.behindMs - a.input.behindMs)[0];
  if (furthest === undefined) return stopped;
  const { unread, behindMs, topic } = furthest.input;
  const behind = `${short(unread)} records of ${topic}, the oldest ${duration(behindMs)} old`;
  const [busiest, seconds] = [...rates.busy].sort(([, a], [, b]) => b - a)[0] ?? ['', 0];
  const all = [...rates.busy.values()].reduce((sum, one) => sum + one, 0);
  const share = all > 0 ? seconds / all : 0;
  if (share < MUCH)
    return [
      ...stopped,
      {
        level: 'warn',
        text: `${furthest.id} is behind`,
        query: furthest.id,
        why: `It has still to read ${behind}.`,
      },
    ];
  const why = `It takes ${Math.round(share * 100)} % of the time that the engine works. ${furthest.id === busiest ? 'It' : furthest.id} has still to read ${behind}.`;
  return [...stopped, { level: 'warn', text: `${busiest} is slow`, query: busiest, why }];
}

/** What it has still to read would take it long, or it reads nothing of it. Paused and stopped ones are not slow. */
export function isSlow(
  { id, state }: LiveQuery,
  { topic, unread, behindMs }: LiveInput,
  rates: Rates,
): boolean {
  if (state !== 'RUNNING' || unread <= 1 || behindMs < SLOW_MS) return false;
  const perSecond = rates.inputs.get(inputKey(id, topic));
  return perSecond !== undefined && unread * 1000 > perSecond * SLOW_MS;
}

/** Records that were left out or that an expression failed for, of all queries. */
export const lostRecords = ({ queries }: Pick<PageTopology, 'queries'>): number =>
  queries.reduce((sum, { errors, dropped, late }) => sum + errors + dropped + late, 0);
