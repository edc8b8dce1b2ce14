import type { Random } from '../random.ts';
import { BUCKETS, eachFeature } from './coverage.ts';

/** Of each feature, the shortest input that has it. */
export interface Corpus {
  /** Looks at what `input`, which was just run, has run, and keeps it where that is new, or it is shorter. */
  readonly look: (input: Buffer) => void;
  /** One that has something rare. */
  readonly pick: (random: Random) => Buffer;
  readonly inputs: () => readonly Buffer[];
  /** blocks that an input has run */
  readonly blocks: () => number;
}

/** Longer inputs slow all that are made of them. */
const LONGEST_KEPT = 16_384;
/** Of so many features that are drawn, the rarest decides. */
const DRAWN = 3;
const NOTHING = Buffer.alloc(0);

export function newCorpus(): Corpus {
  const features: number[] = [];
  const shortest = new Map<number, Buffer>();
  /** how many inputs had it */
  const had = new Map<number, number>();
  const blocks = new Set<number>();

  return {
    look: (input) => {
      let copy: Buffer | undefined;
      eachFeature((feature) => {
        had.set(feature, (had.get(feature) ?? 0) + 1);
        const known = shortest.get(feature);
        if ((known !== undefined && known.length <= input.length) || input.length > LONGEST_KEPT) return;
        if (known === undefined) {
          features.push(feature);
          blocks.add(Math.floor(feature / BUCKETS));
        }
        copy ??= Buffer.from(input);
        shortest.set(feature, copy);
      });
    },
    pick: (random) => {
      let rarest: number | undefined;
      for (let drawn = 0; drawn < DRAWN && features.length > 0; drawn++) {
        const feature = random.oneOf(features);
        if (rarest === undefined || (had.get(feature) ?? 0) < (had.get(rarest) ?? 0)) rarest = feature;
      }
      return (rarest === undefined ? undefined : shortest.get(rarest)) ?? NOTHING;
    },
    inputs: () => [...new Set(shortest.values())],
    blocks: () => blocks.size,
  };
}
