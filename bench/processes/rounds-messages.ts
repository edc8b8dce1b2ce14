import type { LineFormat } from '../../src/line/format/line-format.ts';
import type { Scale } from '../bench.ts';
import type { Sample } from '../results/result.ts';

/** What a bench's own process is given. */
export interface RoundsArgument {
  readonly name: string;
  readonly scale: Scale;
  readonly rounds: number | undefined;
  readonly millions: number | undefined;
  readonly format: LineFormat;
  /** where a folder for the bench is made */
  readonly folder: string;
}

/** What it tells of. */
export type RoundsMessage =
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'done'; readonly rounds: readonly (readonly Sample[])[] }
  | { readonly kind: 'failed'; readonly error: string };
