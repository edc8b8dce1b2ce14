/** A border: what takes bytes from outside. */
export interface FuzzTarget {
  readonly name: string;
  /** Ends the sentence "any bytes as …". */
  readonly about: string;
  /** Makes what it takes to try inputs; `checkout` is where seeds may be read from. */
  readonly open: (checkout: string) => Promise<OpenTarget>;
}

export interface OpenTarget {
  readonly seeds: readonly Buffer[];
  /** Pieces that the border's language is made of. */
  readonly words: readonly string[];
  /**
   * Takes one input as the border does, and throws where it misbehaves: anything but a good value or an error with a
   * code. Does the same each time.
   */
  readonly take: (input: Buffer) => void | Promise<void>;
}

/** An input that a border misbehaved at. */
export interface Finding {
  readonly target: string;
  /** what it did: the same for inputs that find the same */
  readonly kind: string;
  readonly message: string;
  /** base64 */
  readonly input: string;
}

/** Throws unless it holds. */
export function holds(condition: boolean, what: () => string): asserts condition {
  if (!condition) throw new Misbehaved(what());
}

export class Misbehaved extends Error {
  override readonly name = 'Misbehaved';
}
