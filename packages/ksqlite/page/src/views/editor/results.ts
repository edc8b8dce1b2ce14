/** What the statements that were run came to, one result each, newest statement last. */
import { signal } from '@preact/signals';
import type { AnalysedScript } from '../../api/answers.ts';
import { errorText, json } from '../../api/client.ts';
import { execute, type KsqlAnswer } from '../../api/ksql.ts';
import { refresh } from '../../live/live-store.ts';
import type { Cell, Column } from '../../ui/rows.ts';
import { runPrint, runQuery } from './run-query.ts';

export interface Result {
  readonly sql: string;
  readonly isRunning: boolean;
  readonly error: string;
  /** What the server said to a statement that gives no rows. */
  readonly answers: readonly KsqlAnswer[];
  readonly columns: readonly Column[];
  /** The newest, last. */
  readonly rows: readonly (readonly Cell[])[];
  /** How many came. */
  readonly received: number;
}

/** So many rows are kept: a query may run for days. */
export const KEPT_ROWS = 5_000;
/** Rows are shown so often: a thousand a second would draw a thousand times. */
const DRAW_MS = 200;

export const results = signal<readonly Result[]>([]);
let running: AbortController | undefined;

export function stop(): void {
  running?.abort();
  running = undefined;
}

/** Runs a script, statement by statement, until one fails. What is under way is ended. */
export async function run(script: string, offsetReset: 'earliest' | 'latest'): Promise<void> {
  stop();
  const controller = new AbortController();
  running = controller;
  results.value = [];
  try {
    const { statements, problems } = await json<AnalysedScript>('/page/api/analyse', {
      body: { sql: script },
    });
    const [syntax] = problems;
    if (statements.length === 0 && syntax !== undefined)
      return addFailed(script, syntax.message, syntax.hint);
    for (const { from, to, role, kind } of statements) {
      if (controller.signal.aborted) return;
      const sql = statementText(script, from, to);
      const at = add(sql);
      try {
        if (kind === 'Print') await print(at, sql, controller.signal);
        else if (role === 'query') await query(at, sql, offsetReset, controller.signal);
        else change(at, { answers: await execute(sql) });
      } catch (error) {
        change(at, { error: errorText(error) });
        return;
      } finally {
        change(at, { isRunning: false });
      }
    }
  } catch (error) {
    addFailed(script, errorText(error), undefined);
  } finally {
    void refresh();
  }
}

const statementText = (script: string, from: number, to: number): string => {
  const text = script.slice(from, to).trim();
  return text.endsWith(';') ? text : `${text};`;
};

async function query(at: number, sql: string, reset: string, signal: AbortSignal): Promise<void> {
  const waiting = new Waiting<readonly Cell[]>((rows) => addRows(at, rows));
  const properties = { 'auto.offset.reset': reset };
  const reader = {
    onColumns: (columns: readonly Column[]) => change(at, { columns }),
    onRows: (rows: readonly (readonly Cell[])[]) => waiting.add(rows),
    onError: (error: string) => change(at, { error }),
  };
  try {
    await runQuery(sql, properties, reader, signal);
  } finally {
    waiting.flush();
  }
}

async function print(at: number, sql: string, signal: AbortSignal): Promise<void> {
  change(at, { columns: [{ name: 'record', type: 'STRING' }] });
  const waiting = new Waiting<readonly Cell[]>((rows) => addRows(at, rows));
  try {
    await runPrint(sql, (lines) => waiting.add(lines.map((line) => [JSON.stringify(line)])), signal);
  } finally {
    waiting.flush();
  }
}

/** Gathers what comes in, and hands it on some times a second. */
class Waiting<T> {
  readonly #give: (items: readonly T[]) => void;
  #items: T[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(give: (items: readonly T[]) => void) {
    this.#give = give;
  }

  add(items: readonly T[]): void {
    this.#items.push(...items);
    if (this.#items.length > KEPT_ROWS * 2) this.flush();
    this.#timer ??= setTimeout(() => this.flush(), DRAW_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const items = this.#items;
    this.#items = [];
    if (items.length > 0) this.#give(items);
  }
}

function add(sql: string): number {
  const result = { sql, isRunning: true, error: '', answers: [], columns: [], rows: [], received: 0 };
  results.value = [...results.value, result];
  return results.value.length - 1;
}

function addFailed(sql: string, error: string, hint: string | undefined): void {
  change(add(sql), { isRunning: false, error: hint === undefined ? error : `${error}\n${hint}` });
}

const change = (at: number, more: Partial<Result>): void => {
  results.value = results.value.map((result, i) => (i === at ? { ...result, ...more } : result));
};

function addRows(at: number, rows: readonly (readonly Cell[])[]): void {
  const known = results.value[at];
  if (known === undefined) return;
  change(at, { rows: [...known.rows, ...rows].slice(-KEPT_ROWS), received: known.received + rows.length });
}
