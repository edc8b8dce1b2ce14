import type { LineFormat } from '../src/line/format/line-format.ts';
import type { FigureName } from './results/figures.ts';
import type { Sample } from './results/result.ts';

/** How much work a bench does: what the documents quote, a short run, and next to nothing (to see that it runs). */
export const SCALES = ['full', 'quick', 'tiny'] as const;
export type Scale = (typeof SCALES)[number];

/** One bench: a name in `bench/registry.ts`, a file in `bench/benches/`. */
export interface Bench {
  /** one line of `--help` */
  readonly about: string;
  /** the figures of its table, in this order; others are in `--json` alone */
  readonly columns: readonly FigureName[];
  /** rounds that are measured where `--rounds` says nothing */
  readonly rounds: number;
  /** whether a round that does not count comes first */
  readonly warmUp: boolean;
  /** it measures every format, not JSON alone */
  readonly takesFormats?: true;
  /** Why it can't be run here; undefined when it can. */
  readonly skip?: (env: Env) => string | undefined;
  /** One round. What it throws ends the bench. */
  readonly run: (round: Round) => Promise<readonly Sample[]>;
}

export type Env = Readonly<Record<string, string | undefined>>;

export interface Round {
  readonly scale: Scale;
  /** the same for all rounds of a bench, removed after the last one */
  readonly folder: string;
  /** `growth`: millions of parts */
  readonly millions: number | undefined;
  /** of the line's records */
  readonly format: LineFormat;
  readonly env: Env;
  /** Tells the terminal how far it is. */
  readonly say: (text: string) => void;
}
