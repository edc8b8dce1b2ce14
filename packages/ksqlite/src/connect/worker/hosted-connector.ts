/**
 * A connector of a worker: its tasks, and what they are doing. Its configuration is read again, with its secrets, whenever a task begins
 * a life, so that a file of secrets that was mended is found.
 */

import { messageOf } from '../../errors/message-of.ts';
import type { Logger } from '../../logging/logger.ts';
import type { Config } from '../config/config.ts';
import { readConfig } from '../config/read-config.ts';
import { resolveSecrets } from '../config/secrets.ts';
import { ConnectorError } from '../connector-error.ts';
import type { ConnectorPlugin } from '../plugins.ts';
import type { Connector } from '../port.ts';
import type { ConnectRuntime, TopicLag } from '../runtime.ts';
import type { SinkLife, TaskLife } from '../tasks/life.ts';
import type { TaskCounts } from '../tasks/task-counts.ts';
import { TaskRunner, type TaskState } from '../tasks/task-runner.ts';

const RETRY_MS = 1_000;

export interface TaskStatus {
  readonly id: number;
  readonly state: TaskState;
  readonly trace: string | undefined;
  /** FAILED, and not tried again by itself. */
  readonly isGivenUp: boolean;
  readonly counts: Readonly<TaskCounts>;
}

export interface HostedConnectorOptions {
  readonly name: string;
  /** As it was written. */
  readonly config: Config;
  readonly runtime: ConnectRuntime;
  /** undefined: there is none of this class */
  readonly plugin: ConnectorPlugin | { readonly error: string };
  readonly onChange: () => void;
}

export class HostedConnector {
  readonly name: string;
  readonly config: Config;
  readonly #runtime: ConnectRuntime;
  readonly #plugin: ConnectorPlugin | { readonly error: string };
  readonly #tasks: readonly TaskRunner[];
  readonly #topics = new Set<string>();
  #isPaused = false;
  #redact: (text: string) => string = (text) => text;

  constructor({ name, config, runtime, plugin, onChange }: HostedConnectorOptions) {
    this.name = name;
    this.config = config;
    this.#runtime = runtime;
    this.#plugin = plugin;
    // a source has one task: the order of what it gives is its own
    const count = 'error' in plugin || plugin.kind === 'source' ? 1 : taskCount(config);
    this.#tasks = Array.from({ length: count }, (_, task) => this.#runner(task, onChange));
  }

  get kind(): 'source' | 'sink' | 'unknown' {
    return 'error' in this.#plugin ? 'unknown' : this.#plugin.kind;
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** What it wrote to, or reads, since the process started. */
  get topics(): readonly string[] {
    return [...this.#topics].sort();
  }

  /** Of a sink: what it has not committed yet of each topic that it reads; empty: nobody knows. */
  lag(): readonly TopicLag[] {
    const { topics } = this.config;
    if (this.kind !== 'sink' || topics === undefined) return [];
    const names = topics.split(',').map((name) => name.trim());
    return this.#runtime.lag?.(`connect-${this.name}`, names) ?? [];
  }

  tasks(): readonly TaskStatus[] {
    return this.#tasks.map(({ state, trace, isGivenUp, counts }, id) => ({
      id,
      state,
      trace,
      isGivenUp,
      counts,
    }));
  }

  start(): void {
    this.#isPaused = false;
    for (const task of this.#tasks) task.start();
  }

  async stop(state: 'PAUSED' | 'UNASSIGNED'): Promise<void> {
    this.#isPaused = state === 'PAUSED';
    await Promise.all(this.#tasks.map((task) => task.stop(state)));
  }

  /** @param task undefined: all */
  async restart(task?: number): Promise<void> {
    const tasks = task === undefined ? this.#tasks : this.#tasks.slice(task, task + 1);
    for (const one of tasks) {
      await one.stop('UNASSIGNED');
      one.start();
    }
  }

  #runner(task: number, onChange: () => void): TaskRunner {
    const { clock, log, retryMs = RETRY_MS } = this.#runtime;
    return new TaskRunner({
      name: `connector ${this.name}, task ${task}`,
      live: (life) => this.#live(task, life),
      clock,
      log,
      redact: (text) => this.#redact(text),
      retryMs,
      longestRetryMs: Number(this.config['errors.retry.delay.max.ms'] ?? 60_000) || retryMs,
      giveUpMs: Number(this.config['errors.retry.timeout'] ?? -1),
      onChange,
    });
  }

  async #live(task: number, given: TaskLife): Promise<void> {
    if ('error' in this.#plugin) throw new ConnectorError(this.#plugin.error);
    const { config, redact } = resolveSecrets(this.config, this.#runtime.secrets);
    this.#redact = redact;
    const life = {
      ...given,
      name: this.name,
      task,
      redact,
      runtime: this.#runtime,
      clock: this.#runtime.clock,
      log: redactedLog(this.#runtime.log, redact),
      onTopics: (names: readonly string[]) => {
        for (const name of names) this.#topics.add(name);
      },
    };
    await runConnector(await this.#plugin.load(), config, life);
  }
}

/** The tasks of a sink; what is no number is told by the reader of the configuration. */
const taskCount = (config: Config): number => {
  const count = Number(config['tasks.max'] ?? 1);
  return Number.isInteger(count) && count >= 1 && count <= 1_000 ? count : 1;
};

async function runConnector(connector: Connector, config: Config, life: SinkLife): Promise<void> {
  if (connector.kind === 'source') {
    const result = readConfig(connector, config);
    if ('errors' in result) throw new ConnectorError(result.errors.join('\n'));
    const { runSource } = await import('../tasks/run-source.ts');
    return runSource(connector, result.read, life);
  }
  const result = readConfig(connector, config);
  if ('errors' in result) throw new ConnectorError(result.errors.join('\n'));
  const { runSink } = await import('../tasks/run-sink.ts');
  return runSink(connector, result.read, life);
}

/** Details are told as text: a secret may be in any of them. */
function redactedLog(log: Logger, redact: (text: string) => string): Logger {
  const details = (given: Readonly<Record<string, unknown>> | undefined) =>
    given &&
    Object.fromEntries(
      Object.entries(given).map(([key, value]) => [
        key,
        typeof value === 'number' ? value : redact(typeof value === 'string' ? value : messageOf(value)),
      ]),
    );
  return {
    debug: (message, given) => log.debug(redact(message), given && (() => details(given()) ?? {})),
    info: (message, given) => log.info(redact(message), details(given)),
    warn: (message, given) => log.warn(redact(message), details(given)),
    error: (message, given) => log.error(redact(message), details(given)),
  };
}
