import { type Database, openDatabase } from 'ksqlite';
import type { CommandLog, Metric, Output } from 'ksqlite/cli';
import { applyScripts, type SqlScript } from 'ksqlite/cli';
import type { Clock } from 'ksqlite/clock';
import type { Topics } from 'ksqlite/topics';
import { PARTITIONS, TOPICS } from '../contracts/topic-names.ts';
import { startPriceApiThread } from '../price-api/thread/price-api-thread.ts';
import { generatedCars } from '../producer/generator/generate.ts';
import { startHeartbeat } from '../producer/heartbeat.ts';
import { type ProducerState, produceAtPace } from '../producer/pacing/paced-producer.ts';
import { producerMetrics } from '../producer/produce-command/producer-metrics.ts';
import { openSource } from '../producer/source/open-source.ts';
import type { RecordSource } from '../producer/source/record-source.ts';
import { sidecarMetrics } from '../sidecar/command/sidecar-metrics.ts';
import { startDeadLetterCollector } from '../sidecar/dead-letter-collector.ts';
import { startSidecar } from '../sidecar/sidecar.ts';
import type { SidecarStats } from '../sidecar/sidecar-stats.ts';
import { assemblyRate } from './assembly-rate.ts';
import type { CatalogueStart } from './catalogue/catalogue-start.ts';
import type { RunningCatalogue } from './catalogue/start-catalogue.ts';
import { checkFormat } from './format/check-format.ts';
import type { LineFormat } from './format/line-format.ts';
import { rowTexts } from './format/row-readers.ts';
import { Ledger } from './ledger/ledger.ts';
import { LedgerFile } from './ledger/place/ledger-file.ts';
import { feedLedger } from './ledger-feed.ts';
import type { LineOptions } from './options.ts';
import type { ProgressState } from './progress/progress-state.ts';
import { type Progress, startProgress } from './progress/start-progress.ts';
import { buildReport, type Report } from './report/report.ts';
import { serveKsqldb } from './serve-ksqldb.ts';
import { catalogueScripts, lineScripts } from './sql-folder.ts';
import { StoppedQueries } from './stopped-queries.ts';
import { unreadablePart } from './unreadable-part.ts';
import { type LineEnd, type LineNow, lineView } from './view/line-view.ts';

export interface LineContext {
  readonly clock: Clock;
  /** where the progress goes; undefined: nowhere */
  readonly progress: Output | undefined;
  /** where what a person must know goes, whether there is progress or not */
  readonly log: CommandLog;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends the line, cleanly, in the middle of anything. */
  readonly signal: AbortSignal;
}

/** Which records were left out, and why, with the records: on a topic that the page shows. No stream is made over it: SHOW STREAMS has the line's alone. */
const PROCESSING_LOG = {
  'ksql.logging.processing.topic.auto.create': 'true',
  'ksql.logging.processing.rows.include': 'true',
};
const SETTLE_CHECK_MS = 50;
/** A heartbeat that nobody waits for: the line is seen to work. */
const QUIET_EVERY_MS = 60_000;

/**
 * Runs the whole line in this process, on the embedded engine: producer, heartbeat, statements, dead letters, sidecar,
 * price API. Resolves with the report when all that went in is settled, or when `signal` fires.
 *
 * @throws CommandError or KsqlError; everything that was started is stopped by then
 */
export async function runLine(options: LineOptions, context: LineContext): Promise<Report> {
  const { clock, log } = context;
  const startedAt = clock.now();
  const given = await openSource(options.source, (line) => log.warn(line)); // a file is looked at before anything is made
  const scripts = lineScripts(options.format);
  const failure = new Failure();
  const stopped = new StoppedQueries({
    scripts: [...scripts, ...(options.catalogue === undefined ? [] : catalogueScripts(options.format))],
    serve: options.serve,
    log,
    onFailure: failure.report,
  });
  const database = await openDatabase(options.data, {
    fresh: options.fresh,
    retentionMs: options.retentionMs,
    properties: PROCESSING_LOG,
    now: () => Math.floor(clock.now()),
    onQueryError: stopped.onQueryError,
    onProblem: ({ text, queryId, reason, count }) => log.info(text, { query: queryId, reason, count }),
    onFailure: failure.report,
    connectorLog: log,
  });
  const stop = new AbortController();
  const end = AbortSignal.any([context.signal, stop.signal, failure.signal]);
  const closers: (() => unknown)[] = [() => database.close()];
  // pages that show the line get it when the server is closed
  let ended: LineEnd | undefined;
  try {
    checkFormat(database, options.data, options.format);
    const connect = await connectorOf(database, options.format);
    await applyScripts(database, scripts, () => Math.floor(clock.now()));
    stopped.watch(database);
    let parts: RunningParts | undefined;
    const metrics = () => parts?.metrics() ?? [];
    const view = { title: 'Line', read: () => lineView(parts?.now(), ended, stopped.own) };
    closers.push(await serveKsqldb(database, options, { ...context, metrics, view }));
    const catalogue = await startCatalogueBeside(database, scripts, options, {
      ...context,
      signal: end,
      onError: failure.report,
    });
    if (catalogue !== undefined) closers.push(() => catalogue.close());
    const source =
      catalogue !== undefined && options.source.kind === 'cars'
        ? generatedCars({ ...options.source, catalogue: catalogue.parts })
        : given;
    parts = await startParts({
      database,
      connect,
      options,
      context,
      source,
      catalogue,
      failure,
      end,
      closers,
    });
    await parts.finished;
    failure.throwIfAny();
    await catalogue?.finish();
    failure.throwIfAny();
    const report = parts.report(clock.now() - startedAt);
    ended = { report, stopped: context.signal.aborted };
    return report;
  } catch (error) {
    ended = { error: error instanceof Error ? error.message : String(error) };
    throw error;
  } finally {
    stop.abort();
    // the database was opened first and is closed last
    for (const close of closers.reverse()) await close();
  }
}

/** undefined: none is asked for, and none of its modules is loaded. */
async function startCatalogueBeside(
  database: Database,
  lineScripts: readonly SqlScript[],
  options: LineOptions,
  rest: Pick<CatalogueStart, 'clock' | 'env' | 'log' | 'signal' | 'onError'>,
): Promise<RunningCatalogue | undefined> {
  const { catalogue } = options;
  if (catalogue === undefined) return undefined;
  const { startCatalogue } = await import('./catalogue/start-catalogue.ts');
  return startCatalogue({ database, options, catalogue, lineScripts, ...rest });
}

/** The first error of any part ends the line. */
class Failure {
  private readonly controller = new AbortController();
  readonly signal = this.controller.signal;
  readonly report = (error: unknown): void => {
    if (!this.signal.aborted) this.controller.abort(error);
  };
  throwIfAny(): void {
    if (this.signal.aborted) throw this.signal.reason;
  }
}

interface RunningParts {
  readonly finished: Promise<void>;
  readonly report: (wallMs: number) => Report;
  readonly now: () => LineNow;
  /** Of the sidecar and the producer. */
  readonly metrics: () => readonly Metric[];
}

interface Start {
  readonly database: Database;
  /** a client of the topics, for what thinks in JSON */
  readonly connect: () => Topics;
  readonly options: LineOptions;
  readonly context: LineContext;
  readonly source: RecordSource;
  /** the one that runs beside it */
  readonly catalogue: RunningCatalogue | undefined;
  readonly failure: Failure;
  readonly end: AbortSignal;
  readonly closers: (() => unknown)[];
}

/** Clients of the topics whose values are JSON, whatever they are in on the topics. */
async function connectorOf(database: Database, format: LineFormat): Promise<() => Topics> {
  if (format === 'json') return () => database.connectTopics();
  const { asJson, registerPartSchemas } = await import('./format/line-schemas.ts');
  await registerPartSchemas(database.schemaRegistry, format);
  return () => asJson(database.connectTopics(), database.schemaRegistry);
}

async function startParts(start: Start): Promise<RunningParts> {
  const { database, connect, options, context, source, catalogue, failure, end, closers } = start;
  const { clock } = context;
  const topics = database.connectTopics();
  await topics.create([{ name: TOPICS.deadLetter, partitions: PARTITIONS }]);
  const unreadable = unreadablePart(database);
  const ledger = new Ledger({
    unreadable: (record) => unreadable(record) !== undefined,
    ...(options.format === 'json' ? {} : { texts: rowTexts(database) }),
  });
  const file = new LedgerFile(options.data);
  if (options.fresh) await file.remove();
  const feed = await feedLedger({ topics, ledger, file, clock, signal: end });
  feed.ended.catch(failure.report);
  closers.push(() => feed.ended.catch(() => undefined));

  const letters = startDeadLetterCollector({
    topics: database.connectTopics(),
    unreadable,
    signal: end,
    onError: failure.report,
  });
  closers.push(() => letters.stop());
  const priceUrl = catalogue?.priceUrl ?? options.priceUrl ?? (await startDemoApi(options, closers));
  const sidecar = startSidecar({
    topics: connect(),
    priceUrl,
    config: { slots: options.slots, ...options.pricing },
    log: (line) => context.log.warn(`pricing: ${line}`),
    signal: end,
    onError: failure.report,
  });
  closers.push(() => sidecar.stop());
  const heartbeat = startHeartbeat({
    topics: connect(),
    partitions: PARTITIONS,
    clock,
    quietEveryMs: QUIET_EVERY_MS,
    onError: failure.report,
  });
  closers.push(() => heartbeat.stop());

  const rate = assemblyRate(database, clock);
  closers.push(rate.stop);
  let state: ProducerState = { sent: 0, total: source.total, finished: false, sentNow: 0 };
  const producer = produceAtPace({
    topics: connect(),
    source,
    clock,
    signal: end,
    onProgress: (next) => {
      state = next;
    },
  });
  producer.catch(failure.report);
  const progressNow = (): ProgressState => ({
    ...progressOf(state, ledger, sidecar.stats(), options, database),
    ...(catalogue && { changedRows: catalogue.changedRows() }),
  });
  const progress: Progress | undefined =
    context.progress === undefined
      ? undefined
      : startProgress({
          out: context.progress,
          env: context.env,
          clock,
          read: progressNow,
        });
  context.log.writeAbove(progress);
  closers.push(() => {
    progress?.stop();
    context.log.writeAbove(undefined);
  });

  const settled = async (): Promise<boolean> =>
    state.finished && ledger.settled() && (await feed.caughtUp()) && ledger.settled();
  const finished = (async () => {
    // a line that serves looks for nothing: it must cost nothing while it idles
    if (options.serve) return aborted(end);
    while (!end.aborted && !(await settled()))
      await new Promise<void>((resolve) => {
        clock.after(SETTLE_CHECK_MS, resolve);
      });
  })();
  return {
    finished,
    now: () => ({
      progress: progressNow(),
      ledger: ledger.summary(),
      pricing: sidecar.stats(),
      assembled: database.countRecords(TOPICS.awaitingPrice),
      oldestWaitingMs: ledger.longestWaitMs(clock.now()),
    }),
    metrics: () => [
      ...sidecarMetrics({
        pricing: sidecar.stats(),
        letters: letters.stats(),
        brokerAt: undefined,
        slots: options.slots,
      }),
      ...producerMetrics(state),
    ],
    report: (wallMs) =>
      buildReport({
        ledger: ledger.summary(),
        conservation: ledger.conservation(20),
        pricing: pricingOf(sidecar.stats(), options.slots),
        ...(rate.partsPerSecond() === undefined ? {} : { assemblyPartsPerSecond: rate.partsPerSecond() }),
        ...(catalogue && { catalogue: catalogue.report() }),
        wallMs,
      }),
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

async function startDemoApi(options: LineOptions, closers: (() => unknown)[]): Promise<string> {
  const { minMs, maxMs } = options.priceDelay;
  const api = await startPriceApiThread({ port: 0, delayMs: { min: minMs, max: maxMs } });
  closers.push(api.close);
  return api.url;
}

function progressOf(
  state: ProducerState,
  ledger: Ledger,
  stats: SidecarStats,
  { slots, serve }: LineOptions,
  database: Database,
): ProgressState {
  const { outcomes } = ledger.summary();
  const priced = (outcomes.COMPLETE ?? 0) + (outcomes.FAILED_GET_PRICE ?? 0);
  return {
    sent: state.sent,
    total: state.total,
    outcomes,
    inFlight: stats.inFlight,
    slots,
    waiting: Math.max(0, database.countRecords(TOPICS.awaitingPrice) - priced),
    circuit: stats.circuit,
    serving: serve && state.finished && ledger.settled(),
    pricesPerSecond: pricesPerSecond(stats, slots),
  };
}

/** Lookups of one car. */
const LOOKUPS = 4;

/** What `slots` can do, by the time that a request has taken so far. */
function pricesPerSecond({ requests, inFlight, busyMs }: SidecarStats, slots: number): number | undefined {
  const answered = requests - inFlight / 2;
  return requests === 0 || busyMs <= 0 ? undefined : (slots * 1_000 * answered) / (busyMs * LOOKUPS);
}

function pricingOf(stats: SidecarStats, slots: number): Report['pricing'] {
  const { requests, maxInFlight, busyMs, firstRequestAt, lastResponseAt, failedRequests } = stats;
  const elapsed = (lastResponseAt ?? 0) - (firstRequestAt ?? 0);
  const utilisation = elapsed > 0 ? busyMs / (slots * elapsed) : null;
  return { requests, maxInFlight, utilisation, slots, failedRequests };
}
