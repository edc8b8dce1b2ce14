import type { PLACEMENTS } from '../../contracts/parts.ts';
import type { Place } from '../../producer/generator/part-record.ts';
import { randomFrom } from '../../producer/generator/random.ts';

/** How many parts of each kind a generated catalogue has. A wheel is sold as a set of four parts, one for each placement. */
export interface PartCounts {
  readonly bodies: number;
  readonly engines: number;
  readonly remoteControls: number;
  readonly wheelSets: number;
}

/** @param parts at least `FEWEST_PARTS` */
export function partCounts(parts: number): PartCounts {
  const wheelSets = Math.floor(parts / 7);
  const others = parts - 4 * wheelSets;
  const engines = Math.floor(others / 3);
  return { bodies: others - 2 * engines, engines, remoteControls: engines, wheelSets };
}

/**
 * How many of a kind cars are built of: the first four fifths. The others are spare parts, which may be discontinued, deleted, or get
 * another id; those that cars are built of are not, or a car on the line could not be priced.
 */
export const builtOf = (count: number): number => Math.ceil(count * 0.8);

const numbered = (kind: string, number: number): string => `${kind}-${String(number).padStart(5, '0')}`;

/** @param number from 1 */
export const bodyId = (number: number): string => numbered('body', number);
export const engineId = (number: number): string => numbered('engine', number);
export const remoteControlId = (number: number): string => numbered('remote-control', number);
export const wheelId = (set: number, placement: (typeof PLACEMENTS)[number]): string =>
  `${numbered('wheel', set)}-${SHORT[placement]}`;

const SHORT = { FRONT_LEFT: 'fl', FRONT_RIGHT: 'fr', REAR_LEFT: 'rl', REAR_RIGHT: 'rr' } as const;

/** Whether cars are built of a part: it is never discontinued, deleted or given another id. */
export function isBuiltIn(counts: PartCounts, id: string): boolean {
  const [, kind, number] = /^(body|engine|remote-control|wheel)-(\d+)(?:-..)?$/.exec(id) ?? [];
  if (kind === undefined) return false;
  return Number(number) <= builtOf(counts[COUNT_OF[kind as keyof typeof COUNT_OF]]);
}

const COUNT_OF = {
  body: 'bodies',
  engine: 'engines',
  'remote-control': 'remoteControls',
  wheel: 'wheelSets',
} as const satisfies Readonly<Record<string, keyof PartCounts>>;

/** Which parts of the catalogue a car is built of. */
export interface CarParts {
  /** @param second of a second part for a place that is taken: another one */
  id(place: Place, second: boolean): string;
}

/** Chosen by the car's seed alone; its four wheels are those of one set, which have one price. */
export function carParts(counts: PartCounts, seed: number): CarParts {
  const random = randomFrom(seed);
  const chosen = Object.fromEntries(
    Object.entries(counts).map(([kind, count]) => {
      const many = builtOf(count);
      const first = Math.floor(random() * many);
      return [kind, { first, second: (first + 1 + Math.floor(random() * (many - 1))) % many }];
    }),
  );
  const number = (kind: keyof PartCounts, second: boolean): number =>
    (chosen[kind]?.[second ? 'second' : 'first'] ?? 0) + 1;
  return {
    id: (place, second) => {
      if (place === 'BODY') return bodyId(number('bodies', second));
      if (place === 'ENGINE') return engineId(number('engines', second));
      if (place === 'REMOTE_CONTROL') return remoteControlId(number('remoteControls', second));
      return wheelId(number('wheelSets', second), place);
    },
  };
}
