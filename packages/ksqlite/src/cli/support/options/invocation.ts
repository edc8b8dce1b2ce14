import type { Env } from '../run-main.ts';
import type { Example } from './help-text.ts';

/**
 * How people call a command: a program that offers one under another name (a script of its package.json, say) has the
 * help speak of that name, and of its own streams and topics.
 */
export interface Invocation {
  /** what is typed before the options, such as `ksqlite topic` or `npm run topic --` */
  readonly as: string;
  readonly examples: readonly Example[];
  /** where data is kept when no `--data` says otherwise; default `data` */
  readonly data?: string;
  /** Of `migrate`: what `${name}` in the files stands for where no `--define` says so. */
  readonly variables?: (env: Env) => Readonly<Record<string, string>>;
  /** Of `migrate`: folders that a server may be migrated with as well, so that each of them needs no `--beside` of the others. */
  readonly beside?: readonly string[];
}
