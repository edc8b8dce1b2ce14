/**
 * A module that is loaded when it is first needed: a process that never needs it does not hold its code. Who needs it calls `load`
 * at a place that can wait; what is below that reads `loaded`.
 */
export class LazyModule<Module> {
  readonly #import: () => Promise<Module>;
  #loaded: Module | undefined;
  #loading: Promise<void> | undefined;

  constructor(importModule: () => Promise<Module>) {
    this.#import = importModule;
  }

  /** undefined: it is there. Else it is there when this resolves. */
  load(): Promise<void> | undefined {
    if (this.#loaded !== undefined) return undefined;
    this.#loading ??= this.#import().then((module) => this.use(module));
    return this.#loading;
  }

  /** For those who can't wait: they import it themselves. */
  use(module: Module): void {
    this.#loaded = module;
  }

  /** @throws Error a defect: whoever asks forgot to load it */
  get loaded(): Module {
    if (this.#loaded === undefined) throw new Error('a module is used before it was loaded');
    return this.#loaded;
  }
}
