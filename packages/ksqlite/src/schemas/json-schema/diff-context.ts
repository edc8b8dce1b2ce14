import { type Difference, isCompatible } from './difference.ts';
import type { JsonSchemaNode } from './json-schema-node.ts';

/** Comparisons of two schemas: more are refused, so that a text made for it can't stop the process. */
const MAX_STEPS = 200_000;

/** Compares two schemas, or their absence. */
export type Compare = (
  context: DiffContext,
  original: JsonSchemaNode | undefined,
  update: JsonSchemaNode | undefined,
) => void;

/** Where a comparison stands, and what it found (Confluent's json.diff.Context). */
export class DiffContext {
  readonly found: Difference[] = [];
  readonly #path: string[];
  /** What is being compared: a schema that holds itself ends there. */
  readonly #open: Set<JsonSchemaNode>;
  readonly #steps: { left: number };

  constructor(from?: DiffContext) {
    this.#path = from === undefined ? [] : [...from.#path];
    this.#open = new Set(from === undefined ? [] : from.#open);
    this.#steps = from === undefined ? { left: MAX_STEPS } : from.#steps;
  }

  get isCompatible(): boolean {
    return this.found.every(isCompatible);
  }

  add(type: string, ...attribute: string[]): void {
    this.found.push({ type, path: `#/${[...this.#path, ...attribute].join('/')}` });
  }

  within(path: string, compare: () => void): void {
    this.#path.push(path);
    compare();
    this.#path.pop();
  }

  /** Not where the schema is being compared already. */
  entering(schema: JsonSchemaNode, compare: () => void): void {
    if (this.#open.has(schema)) return;
    this.#open.add(schema);
    compare();
    this.#open.delete(schema);
  }

  /** What `compare` finds, apart from this. */
  apart(compare: (context: DiffContext) => void): DiffContext {
    const context = new DiffContext(this);
    compare(context);
    return context;
  }

  step(): void {
    if (--this.#steps.left < 0) throw new RangeError('the schemas are too large to be compared');
  }
}
