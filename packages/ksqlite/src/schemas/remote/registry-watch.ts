import type { SchemaRegistryError } from '../schema-registry.ts';

/** Whether a Schema Registry in another process answers, as it has changed. */
export interface RegistryState {
  readonly answers: boolean;
  /** A line for people: what happened, and what waits for it. */
  readonly text: string;
}

/** ms for which a question may wait without a word */
const SILENT_MS = 2_000;

/** Tells when a registry does not answer, once until it answers again. */
export class RegistryWatch {
  readonly #shown: string;
  readonly #onState: (state: RegistryState) => void;
  #answers = true;

  /** @param shown its address, without user and password */
  constructor(shown: string, onState: (state: RegistryState) => void) {
    this.#shown = shown;
    this.#onState = onState;
  }

  /** A question waits, for so many ms by now. */
  waits(reason: string, sinceMs: number): void {
    if (sinceMs >= SILENT_MS) this.#tell(reason);
  }

  failed({ isAway, message }: SchemaRegistryError): void {
    if (isAway) this.#tell(message);
    else this.answered();
  }

  answered(): void {
    if (this.#answers) return;
    this.#answers = true;
    this.#onState({ answers: true, text: `the Schema Registry at ${this.#shown} answers again` });
  }

  #tell(reason: string): void {
    if (!this.#answers) return;
    this.#answers = false;
    this.#onState({
      answers: false,
      text: `${reason}. Records whose schema is not known yet wait; statements that need a schema are refused after half a minute`,
    });
  }
}
