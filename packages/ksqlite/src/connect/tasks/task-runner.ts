/**
 * A task over its lives: each life that fails is followed by another, after a pause that doubles while nothing is committed between them,
 * until trying again can't help. What it is doing is its state, in Kafka Connect's words.
 */
import { Backoff, type Clock, sleep } from '../../clock/index.ts';
import { messageOf } from '../../errors/message-of.ts';
import type { Logger } from '../../logging/logger.ts';
import { ConnectorError } from '../connector-error.ts';
import type { TaskLife } from './life.ts';
import { type TaskCounts, taskCounts } from './task-counts.ts';

export type TaskState = 'UNASSIGNED' | 'RUNNING' | 'PAUSED' | 'FAILED';

export interface TaskRunnerOptions {
  /** Runs until the signal fires; throws what failed. */
  readonly live: (life: TaskLife) => Promise<void>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Puts the written text back wherever a secret stands. */
  readonly redact: (text: string) => string;
  /** Which task: for the log. */
  readonly name: string;
  /** First pause after a failure, and the longest; ms. */
  readonly retryMs: number;
  readonly longestRetryMs: number;
  /** Failing for so long it is given up; −1: never. ms */
  readonly giveUpMs: number;
  /** Its state, or what it counts, may be another one. */
  readonly onChange: () => void;
}

export class TaskRunner {
  readonly counts: TaskCounts = taskCounts();
  readonly #options: TaskRunnerOptions;
  #state: TaskState = 'UNASSIGNED';
  #trace: string | undefined;
  #isGivenUp = false;
  #stop = new AbortController();
  #ended: Promise<void> = Promise.resolve();

  constructor(options: TaskRunnerOptions) {
    this.#options = options;
  }

  get state(): TaskState {
    return this.#state;
  }

  /** Why it is FAILED. */
  get trace(): string | undefined {
    return this.#trace;
  }

  /** Whether it is FAILED and not tried again by itself. */
  get isGivenUp(): boolean {
    return this.#isGivenUp;
  }

  /** Begins, where it does not run. */
  start(): void {
    this.#stop = new AbortController();
    this.#change('UNASSIGNED');
    this.#ended = this.#run(this.#stop.signal);
  }

  /** Ends what it does; resolves when it is over. @param state that it is in then */
  async stop(state: 'PAUSED' | 'UNASSIGNED'): Promise<void> {
    this.#stop.abort();
    await this.#ended;
    this.#change(state);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, live, retryMs, longestRetryMs, giveUpMs } = this.#options;
    const pauses = new Backoff(retryMs, Math.max(retryMs, longestRetryMs));
    let failingSince: number | undefined;
    while (!signal.aborted) {
      try {
        await live({
          signal,
          counts: this.counts,
          onRunning: () => this.#change('RUNNING'),
          onCommitted: () => {
            pauses.reset();
            failingSince = undefined;
            this.#options.onChange();
          },
        });
      } catch (error) {
        if (signal.aborted) return;
        failingSince ??= clock.now();
        const isOver = giveUpMs >= 0 && clock.now() - failingSince >= giveUpMs;
        const pauseMs = error instanceof ConnectorError || isOver ? undefined : pauses.next();
        this.#failed(error, pauseMs);
        if (pauseMs === undefined) return;
        await sleep(clock, pauseMs, signal);
      }
    }
  }

  /** @param pauseMs until it is tried again; undefined: it is not */
  #failed(error: unknown, pauseMs: number | undefined): void {
    const { redact, log, name } = this.#options;
    this.counts.failures++;
    const message = redact(messageOf(error));
    const isGivenUp = pauseMs === undefined;
    const then = isGivenUp ? 'restart it when that is mended' : `tried again in ${pauseMs} ms`;
    this.#change('FAILED', { trace: `${message}\n(${then})`, isGivenUp });
    if (isGivenUp) log.error(`${name} failed: ${message} (${then})`);
    else log.warn(`${name} failed: ${message} (${then})`);
  }

  #change(state: TaskState, failure?: { readonly trace: string; readonly isGivenUp: boolean }): void {
    this.#state = state;
    this.#trace = failure?.trace;
    this.#isGivenUp = failure?.isGivenUp === true;
    this.#options.onChange();
  }
}
