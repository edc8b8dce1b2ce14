import { formatError } from '../../../sql/messages/format-error.ts';
import { type Colors, colorsFor } from '../../shell/colors.ts';
import type { Env, Output } from '../../support/run-main.ts';
import { wantsColour } from '../../support/terminal.ts';
import type { InputOutcome } from '../input/input-files.ts';
import type { Done, StatementOutcome } from '../project/statement-outcome.ts';
import type { Addresses, ProjectReport } from './project-report.ts';

const MARKS: Readonly<Record<Done, string>> = {
  new: '✓',
  replaced: '✓',
  rebuilt: '✓',
  unchanged: ' ',
  removed: '−',
  refused: '✗',
  skipped: '·',
};

/** For people: a line for each statement of which something is to be said, and the errors below theirs. */
export class TextReport implements ProjectReport {
  readonly #out: Output;
  readonly #colours: Colors;
  readonly #hint: string;

  /** @param hint what a command without files is to say */
  constructor(out: Output, env: Env, hint: string) {
    this.#out = out;
    this.#colours = colorsFor(wantsColour(out, env));
    this.#hint = hint;
  }

  listening({ api, registry, data }: Addresses): void {
    const { bold, cyan, dim } = this.#colours;
    this.#write(
      `  ${bold('page')}      ${cyan(`${api}/`)}`,
      `  ${bold('API')}       ${cyan(api)}   ${dim('ksqlite sql, ksqlDB’s command line and clients')}`,
      `  ${bold('metrics')}   ${cyan(`${api}/metrics`)}`,
      ...(registry === undefined ? [] : [`  ${bold('registry')}  ${cyan(registry)}`]),
      `  ${bold('data')}      ${data ?? 'in memory: gone when this ends (--data DIR keeps it)'}`,
      '',
    );
  }

  synced(outcomes: readonly StatementOutcome[], isFirst: boolean): void {
    const told = outcomes.filter(({ done }) => done !== 'unchanged' && (isFirst || done !== 'skipped'));
    for (const outcome of told) this.#write(...this.#lines(outcome));
    this.#write(this.#sum(outcomes), '');
  }

  inputs(outcomes: readonly InputOutcome[]): void {
    const { green, yellow } = this.#colours;
    for (const { topic, file, sent, problem } of outcomes) {
      if (sent > 0) this.#write(`  ${green('→')} ${counted(sent, 'record')} of ${file} sent to ${topic}`);
      if (problem !== undefined) this.#write(`  ${yellow('!')} ${file}: ${problem}`);
    }
  }

  unreadable(message: string): void {
    this.#write(`  ${this.#colours.red('✗')} ${message}: all runs on as it was`, '');
  }

  watching(paths: readonly string[]): void {
    this.#write(
      paths.length === 0 ? this.#hint : this.#colours.dim(`watching ${paths.join(', ')} (Ctrl-C ends this)`),
    );
  }

  #lines({ done, label, file, line, queryId, note, error }: StatementOutcome): readonly string[] {
    const { red, green, dim, yellow } = this.#colours;
    const colour = { refused: red, removed: yellow, skipped: dim }[done as 'refused'] ?? green;
    const place = file === undefined || line === undefined ? '' : dim(`  ${file}:${line}`);
    const query = queryId === undefined ? '' : `, ${queryId}`;
    const what = done === 'skipped' ? 'not run' : done;
    const head = `  ${colour(MARKS[done])} ${label}  ${colour(what)}${query}${place}`;
    const below = [
      ...(error === undefined ? [] : formatError(error).split('\n')),
      ...(note === undefined ? [] : [note]),
    ];
    return [head, ...below.map((text) => `      ${done === 'refused' ? text : dim(text)}`)];
  }

  #sum(outcomes: readonly StatementOutcome[]): string {
    const { bold, red } = this.#colours;
    const count = (...which: readonly Done[]): number =>
      outcomes.filter(({ done }) => which.includes(done)).length;
    const refused = count('refused');
    const changes = [
      ...numbered(count('new'), 'new'),
      ...numbered(count('replaced'), 'replaced'),
      ...numbered(count('rebuilt'), 'rebuilt'),
      ...numbered(count('removed'), 'removed'),
      ...numbered(count('unchanged'), 'unchanged'),
    ];
    const inFiles = counted(count('new', 'replaced', 'rebuilt', 'unchanged', 'refused'), 'statement');
    const all = [...changes, ...numbered(refused, 'refused').map(red)];
    return `  ${bold(inFiles)}${all.length === 0 ? '' : `: ${all.join(', ')}`}`;
  }

  #write(...lines: readonly string[]): void {
    this.#out.write(`${lines.join('\n')}\n`);
  }
}

const numbered = (count: number, what: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${what}`];
const counted = (count: number, what: string): string =>
  `${count.toLocaleString('en-US')} ${what}${count === 1 ? '' : 's'}`;
