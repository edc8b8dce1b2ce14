import type { Data, DataSchema, DataValue } from '../../data.ts';
import type { ColumnPlan } from './column-plan.ts';

export interface Columns {
  readonly plans: readonly ColumnPlan[];
  /** A value for each of them. */
  readonly split: (value: DataValue) => readonly DataValue[];
}

/** The columns that keys, or values, have in a file: known with the first that is not null. */
export class TypedColumns {
  readonly #columnsOf: (schema: DataSchema) => Columns;
  #schema: DataSchema | undefined;
  #columns: Columns = { plans: [], split: () => [] };
  #cells: unknown[][] = [];
  #rows = 0;
  #isFixed = false;

  /** @param columnsOf throws Error for a schema that no file can have */
  constructor(columnsOf: (schema: DataSchema) => Columns) {
    this.#columnsOf = columnsOf;
  }

  get plans(): readonly ColumnPlan[] {
    return this.#columns.plans;
  }

  /** Whether a record may be in the same file as those before it: Connect's schema.compatibility=NONE, where null is of any schema. */
  takes(data: Data | null): boolean {
    if (data?.schema === undefined || data.value === null) return true;
    if (this.#schema === undefined) return !this.#isFixed;
    return this.#schema === data.schema || textOf(this.#schema) === textOf(data.schema);
  }

  /**
   * The cells of a row, which are not added yet.
   *
   * @throws Error for a value without a schema, or one that is not of it
   */
  cellsOf(data: Data | null): readonly unknown[] {
    if (data === null || data.value === null) return this.plans.map(() => null);
    if (data.schema === undefined)
      throw new Error(
        'it has no schema, which Parquet needs: read it with ksqlite.SqlConverter, by the types of its stream or table, or with JsonConverter and schemas.enable=true',
      );
    if (this.#schema === undefined) this.#begin(data.schema);
    const values = this.#columns.split(data.value);
    return this.plans.map((plan, i) => plan.cell(values[i] ?? null));
  }

  add(cells: readonly unknown[]): void {
    for (const [i, column] of this.#cells.entries()) column.push(cells[i] ?? null);
    this.#rows++;
  }

  /** What was added since it was taken last. From now on the columns are what they are. */
  take(): readonly { readonly name: string; readonly data: readonly unknown[] }[] {
    const taken = this.plans.map(({ name }, i) => ({ name, data: this.#cells[i] ?? [] }));
    this.#cells = this.plans.map(() => []);
    this.#rows = 0;
    this.#isFixed = true;
    return taken;
  }

  #begin(schema: DataSchema): void {
    this.#columns = this.#columnsOf(schema);
    this.#schema = schema;
    this.#cells = this.plans.map(() => new Array(this.#rows).fill(null));
  }
}

const TEXTS = new WeakMap<DataSchema, string>();

function textOf(schema: DataSchema): string {
  const known = TEXTS.get(schema);
  if (known !== undefined) return known;
  const text = JSON.stringify(schema, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  TEXTS.set(schema, text);
  return text;
}
