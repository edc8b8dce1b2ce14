import { type PlanContext, type PlanContextOptions, planContext } from '../analysis/plan-context.ts';
import { refuseSettings, type StreamsProperties, streamsProperties } from '../analysis/streams-properties.ts';
import type { FunctionRegistry } from '../functions/function-registry.ts';
import type { FunctionContext } from '../functions/scalar-function.ts';
import type { Metastore } from '../metastore/metastore.ts';
import type { KnownSchemas } from '../schemas/known-schemas.ts';
import { borrowedSchemas, rehearsedSchemas, type StatementSchemas } from '../schemas/statement-schemas.ts';
import type { Session } from '../statements/session/session.ts';

export interface StatementPlannerOptions {
  readonly metastore: Metastore;
  readonly functions: FunctionRegistry;
  readonly context: FunctionContext;
  /** What a ksqlDB server has in its properties file: a session's own settings stand above them. */
  readonly properties: Readonly<Record<string, string>>;
  readonly schemas: KnownSchemas;
}

/** Where a statement's text came from, and what SET has set there. */
export type PlannedIn = Pick<Session, 'file'> & {
  readonly properties: Iterable<readonly [string, string]>;
};

/** What differs from one statement to the next; see PlanContextOptions. */
export type PlanKind = Partial<
  Pick<PlanContextOptions, 'transient' | 'stored' | 'rules' | 'schemas' | 'functions'>
>;

/** Says what a statement may look at while it is planned: catalogue, functions, settings, schemas, rules. */
export class StatementPlanner {
  readonly #options: StatementPlannerOptions;

  constructor(options: StatementPlannerOptions) {
    this.#options = options;
  }

  /**
   * @param text the whole text that the statement's spans point into
   * @throws KsqlError for a setting that is not known; a stored statement's are not looked at
   */
  context(text: string, { file, properties }: PlannedIn, kind: PlanKind = {}): PlanContext {
    const { metastore, functions, context } = this.#options;
    const settings = this.#settings(properties);
    if (kind.stored !== true) refuseSettings(settings);
    return planContext({
      metastore,
      functions,
      context,
      properties: streamsProperties(settings),
      text,
      file,
      ...kind,
      schemas: kind.schemas ?? this.#schemasWithoutRegistering(kind),
    });
  }

  /** The formats of statements that name none: of keys, and of values. */
  defaultFormats({
    properties,
  }: Pick<PlannedIn, 'properties'>): readonly [key: string | undefined, value: string | undefined] {
    const { defaultKeyFormat, defaultValueFormat }: StreamsProperties = streamsProperties(
      this.#settings(properties),
    );
    return [defaultKeyFormat, defaultValueFormat];
  }

  #settings(own: Iterable<readonly [string, string]>): ReadonlyMap<string, string> {
    return new Map([...Object.entries(this.#options.properties), ...own]);
  }

  /** Of statements that register nothing: what they write is never committed. */
  #schemasWithoutRegistering({ transient }: PlanKind): StatementSchemas {
    const { metastore, schemas } = this.#options;
    if (transient !== true) return rehearsedSchemas(schemas);
    return borrowedSchemas(schemas, () =>
      metastore.list().flatMap((source) => source.schemas?.writers ?? []),
    );
  }
}
