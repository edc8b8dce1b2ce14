import { sleep } from '../../../clock/sleep.ts';
import { CommandError } from '../../../errors/command-error.ts';
import { formatPosition } from '../../../errors/source-position.ts';
import { labelOf, type Step } from '../files/step.ts';
import { type Catalogue, type CatalogueQuery, readCatalogue } from '../server/catalogue.ts';
import type { MigrationContext } from './migration-context.ts';
import { retryRequest } from './retry-request.ts';

const POLL_MS = 250;

/**
 * Resolves once the query that a step started runs.
 *
 * @throws CommandError MIGRATION_STALLED: it failed, does not run within `waitMs`, or is not there
 */
export async function untilRunning(
  context: MigrationContext,
  step: Step,
  queryId: string | undefined,
  eachPoll: () => Promise<void>,
): Promise<void> {
  const { action } = step;
  if (queryId === undefined && action.kind !== 'insert' && !(action.kind === 'create' && action.filled))
    return;
  const end = context.clock.now() + context.waitMs;
  let lastState = '';
  for (;;) {
    const catalogue = await retryRequest(context, () => readCatalogue(context.ksqldb));
    const query = queryOf(step, queryId, catalogue);
    const state = query?.state ?? 'NOT THERE';
    if (state === 'RUNNING') return;
    if (state === 'ERROR')
      throw stalled(step, `its query ${query?.id} failed: EXPLAIN ${query?.id}; tells why`);
    if (state === 'PAUSED') throw stalled(step, `its query ${query?.id} is paused: RESUME ${query?.id};`);
    if (context.clock.now() > end)
      throw stalled(
        step,
        `its query ${query?.id ?? ''} does not run: ${state} after ${context.waitMs / 1000} s`,
      );
    if (state !== lastState) context.onProgress({ kind: 'query', id: query?.id ?? labelOf(step), state });
    lastState = state;
    await eachPoll();
    await sleep(context.clock, POLL_MS, context.signal);
    context.signal.throwIfAborted();
  }
}

function queryOf(
  { action }: Step,
  queryId: string | undefined,
  { queries }: Catalogue,
): CatalogueQuery | undefined {
  if (queryId !== undefined) return queries.get(queryId);
  if (action.kind === 'insert') return queries.get(action.queryId);
  if (action.kind !== 'create') return undefined;
  // several may write to it: the one that made it is named after it
  return [...queries.values()].find(({ id, sinks }) => sinks.includes(action.source) && /^C[ST]AS_/.test(id));
}

const stalled = (step: Step, what: string): CommandError =>
  new CommandError(
    'MIGRATION_STALLED',
    `${formatPosition(step.at)}: ${labelOf(step)} was carried out, but ${what}`,
  );
