/**
 * The connectors of one process: what Kafka Connect's worker is, in process. What it is told is stored before it answers, and starts
 * again with the next process.
 *
 * What must stay true: one thing at a time is done to connectors, so that what is stored is what runs.
 */
import type { Config } from '../config/config.ts';
import type { ConnectorPlugin } from '../plugins.ts';
import type { ConnectRuntime } from '../runtime.ts';
import type { ConnectorStore } from './config-topic.ts';
import { ConnectRefusal } from './connect-refusal.ts';
import { HostedConnector } from './hosted-connector.ts';
import { pluginOf, validate } from './validate.ts';

export interface WorkerOptions {
  readonly runtime: ConnectRuntime;
  readonly plugins: readonly ConnectorPlugin[];
  readonly store: ConnectorStore;
}

export class ConnectWorker {
  readonly plugins: readonly ConnectorPlugin[];
  readonly workerId: string;
  readonly #runtime: ConnectRuntime;
  readonly #store: ConnectorStore;
  readonly #connectors = new Map<string, HostedConnector>();
  readonly #listeners = new Set<() => void>();
  #work: Promise<unknown> = Promise.resolve();

  constructor({ runtime, plugins, store }: WorkerOptions) {
    this.plugins = plugins;
    this.workerId = runtime.workerId;
    this.#runtime = runtime;
    this.#store = store;
  }

  /** Starts what is stored. */
  start(): Promise<void> {
    return this.#inTurn(async () => {
      for (const { name, config, isPaused } of await this.#store.load()) {
        const connector = this.#host(name, config);
        if (isPaused) await connector.stop('PAUSED');
        else connector.start();
      }
    });
  }

  /** In the order in which they were made. */
  list(): readonly HostedConnector[] {
    return [...this.#connectors.values()];
  }

  /** @throws ConnectRefusal 404 */
  get(name: string): HostedConnector {
    const connector = this.#connectors.get(name);
    if (connector === undefined) throw new ConnectRefusal(404, `Connector ${name} not found`);
    return connector;
  }

  /**
   * What is wrong with a configuration, a line for each key; empty: it may be made.
   *
   * @param kind that it has to be; undefined: any
   */
  async validate(config: Config, kind?: 'source' | 'sink'): Promise<readonly string[]> {
    const name = config['connector.class'];
    if (name === undefined) return ['connector.class - the configuration contains no connector type'];
    if (name.trim() === '') return ['Connector type cannot be empty'];
    const plugin = pluginOf(this.plugins, name);
    if ('error' in plugin) return [plugin.error];
    if (kind !== undefined && plugin.kind !== kind)
      return [`connector.class - ${name} is a ${plugin.kind}, not a ${kind}`];
    return validate(await plugin.load(), config, this.#runtime.secrets);
  }

  /** @throws ConnectRefusal 409, 400; what the store throws */
  create(name: string, config: Config, kind?: 'source' | 'sink'): Promise<HostedConnector> {
    return this.#inTurn(async () => {
      if (this.#connectors.has(name)) throw new ConnectRefusal(409, `Connector ${name} already exists`);
      const errors = await this.validate(config, kind);
      if (errors.length > 0) throw new ConnectRefusal(400, errors.join('\n'));
      await this.#store.save(name, config);
      const connector = this.#host(name, config);
      connector.start();
      return connector;
    });
  }

  /**
   * Gives it another configuration, under which it continues behind its last offset; paused, it stays so. One that is not there is made.
   *
   * @returns true: it was made
   * @throws ConnectRefusal 400, with nothing changed; what the store throws
   */
  configure(name: string, config: Config): Promise<boolean> {
    return this.#inTurn(async () => {
      const errors = await this.validate(config);
      if (errors.length > 0) throw new ConnectRefusal(400, errors.join('\n'));
      const before = this.#connectors.get(name);
      const isPaused = before?.isPaused === true;
      await this.#store.save(name, config, isPaused);
      await before?.stop('UNASSIGNED');
      const connector = this.#host(name, config);
      if (isPaused) await connector.stop('PAUSED');
      else connector.start();
      return before === undefined;
    });
  }

  /** Its tasks are over when this resolves; what it committed stays, and another of its name continues there. @throws ConnectRefusal 404 */
  drop(name: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.get(name).stop('UNASSIGNED');
      await this.#store.remove(name);
      this.#connectors.delete(name);
      this.#changed();
    });
  }

  /** @throws ConnectRefusal 404 */
  pause(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const connector = this.get(name);
      if (connector.isPaused) return;
      await this.#store.setPaused(name, true);
      await connector.stop('PAUSED');
    });
  }

  /** @throws ConnectRefusal 404 */
  resume(name: string): Promise<void> {
    return this.#inTurn(async () => {
      const connector = this.get(name);
      if (!connector.isPaused) return;
      await this.#store.setPaused(name, false);
      connector.start();
    });
  }

  /** @throws ConnectRefusal 404; 409: it is paused */
  restart(name: string, task?: number): Promise<void> {
    return this.#inTurn(async () => {
      const connector = this.get(name);
      if (connector.isPaused) throw new ConnectRefusal(409, `Connector ${name} is paused: resume it`);
      if (task !== undefined && connector.tasks()[task] === undefined)
        throw new ConnectRefusal(404, `Connector ${name} does not have a task ${task}`);
      await connector.restart(task);
    });
  }

  /** Resolves as soon as `holds` does: looked at now, and at each change of a state. */
  until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        this.#listeners.delete(look);
        resolve();
      };
      this.#listeners.add(look);
      look();
    });
  }

  /** Ends all tasks; what is stored starts again with the next process. */
  close(): Promise<void> {
    return this.#inTurn(async () => {
      await Promise.all(this.list().map((connector) => connector.stop('UNASSIGNED')));
    });
  }

  #host(name: string, config: Config): HostedConnector {
    const connector = new HostedConnector({
      name,
      config,
      runtime: this.#runtime,
      plugin: pluginOf(this.plugins, config['connector.class'] ?? ''),
      onChange: () => this.#changed(),
    });
    this.#connectors.set(name, connector);
    this.#changed();
    return connector;
  }

  #changed(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #inTurn<T>(action: () => Promise<T>): Promise<T> {
    const done = this.#work.then(action);
    this.#work = done.catch(() => undefined);
    return done;
  }
}
