import type { Step } from '../files/step.ts';
import type { Catalogue } from '../server/catalogue.ts';

/** What steps that were carried out must have left on the server. */
export interface Expected {
  /** by name; `filled`: by a query that CREATE … AS SELECT started */
  readonly sources: ReadonlyMap<string, { readonly filled: boolean }>;
  /** the target of each INSERT INTO, by the query's id */
  readonly queries: ReadonlyMap<string, string>;
}

/** ksqlDB names the query of CREATE STREAM | TABLE … AS SELECT after what it fills. */
const FILLING_QUERY = /^C[ST]AS_(.+)_\d+$/;

/** Of the steps of all migrations that are done, in order. */
export function expectedObjects(steps: readonly Step[]): Expected {
  const sources = new Map<string, { readonly filled: boolean }>();
  const queries = new Map<string, string>();
  for (const { action } of steps)
    switch (action.kind) {
      case 'create':
        sources.set(action.source, { filled: action.filled && !action.mayExist });
        break;
      case 'insert':
        queries.set(action.queryId, action.target);
        break;
      case 'drop':
        sources.delete(action.source);
        for (const [id, target] of queries) if (target === action.source) queries.delete(id);
        break;
      case 'terminate': {
        const { queryId } = action;
        if (queryId === undefined) queries.clear();
        else queries.delete(queryId);
        for (const name of sources.keys())
          if (queryId === undefined || FILLING_QUERY.exec(queryId)?.[1] === name.toUpperCase())
            sources.set(name, { filled: false });
      }
    }
  return { sources, queries };
}

/** What of it the server does not have, for people. */
export function missingObjects({ sources, queries }: Expected, catalogue: Catalogue): readonly string[] {
  const gone = [...sources.keys()].filter((name) => !catalogue.sources.has(name));
  const idle = [...sources].filter(
    ([name, { filled }]) => filled && catalogue.sources.has(name) && !isFilled(name, catalogue),
  );
  return [
    ...gone,
    ...idle.map(([name]) => `the query that fills ${name}`),
    ...[...queries.keys()].filter((id) => !catalogue.queries.has(id)).map((id) => `the query ${id}`),
  ];
}

const isFilled = (name: string, { queries }: Catalogue): boolean =>
  [...queries.values()].some(({ id, sinks }) => sinks.includes(name) && FILLING_QUERY.test(id));

/** What a migration that was never begun would make and the server has already, for people. */
export function foreignObjects(steps: readonly Step[], catalogue: Catalogue): readonly string[] {
  const mentioned = new Set<string>();
  const foreign: string[] = [];
  for (const { action } of steps) {
    if (action.kind === 'insert' && catalogue.queries.has(action.queryId))
      foreign.push(`the query ${action.queryId}`);
    if (action.kind !== 'create' && action.kind !== 'drop') continue;
    // DROP before CREATE: the file means the one that is there
    const first = !mentioned.has(action.source);
    mentioned.add(action.source);
    if (action.kind === 'create' && first && !action.mayExist && catalogue.sources.has(action.source))
      foreign.push(`${action.sourceKind} ${action.source}`);
  }
  return foreign;
}
