/**
 * Sends operations by `_bulk`, and again those that were not done, with pauses that double. Whatever was done and not answered for is sent
 * again: versions tell it from what is newer, so it changes nothing.
 */
import { Backoff, type Clock, sleep } from '../../../clock/index.ts';
import type { Operation } from '../document/operation-of.ts';
import type { SearchClient } from '../http/search-client.ts';
import type { OpenSearchConfig } from '../opensearch-config.ts';
import { BULK_PATH, type Outcome, outcomesOf } from './bulk-answer.ts';
import { type BulkItem, bulkLines, firstRequest, lanesOf } from './bulk-body.ts';

export interface BulkContext {
  readonly client: Pick<SearchClient, 'send'>;
  readonly config: Pick<OpenSearchConfig, 'batchSize' | 'batchBytes' | 'inFlight' | 'retries' | 'retryMs'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** The document can't be written, however often it is tried. */
  readonly onRefused: (operation: Operation, reason: string) => void;
  /** This version of the document is there already, or a newer one. */
  readonly onThere: (operation: Operation, version: number) => void;
}

/** Between tries of a request, ms. */
const LONGEST_PAUSE_MS = 10_000;

/** @throws Error where some of them could not be done; nothing is under way then */
export async function sendOperations(operations: readonly Operation[], context: BulkContext): Promise<void> {
  const { batchSize, inFlight } = context.config;
  const items = operations.map((operation) => ({ operation, lines: bulkLines(operation) }));
  const lanes = lanesOf(items, Math.min(inFlight, Math.ceil(items.length / batchSize)));
  const ended = await Promise.allSettled(lanes.map((lane) => sendLane(lane, context)));
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
}

async function sendLane(items: readonly BulkItem[], context: BulkContext): Promise<void> {
  for (let rest = items; rest.length > 0; ) {
    const request = firstRequest(rest, context.config);
    await sendUntilDone(request, context);
    rest = rest.slice(request.length);
  }
}

async function sendUntilDone(request: readonly BulkItem[], context: BulkContext): Promise<void> {
  const { config, clock, signal } = context;
  const pauses = new Backoff(config.retryMs, Math.max(config.retryMs, LONGEST_PAUSE_MS));
  let rest = request;
  for (let tries = 0; ; tries++) {
    const { again, reason } = await sendOnce(rest, context);
    if (again.length === 0 || signal.aborted) return;
    if (tries === config.retries)
      throw new Error(`${again.length} of ${request.length} documents were not written: ${reason}`);
    await sleep(clock, pauses.next(), signal);
    rest = again;
  }
}

interface Sent {
  /** Those that are to be sent again, and why. */
  readonly again: readonly BulkItem[];
  readonly reason: string;
}

async function sendOnce(request: readonly BulkItem[], context: BulkContext): Promise<Sent> {
  const answer = await askBulk(request, context);
  if (!('reason' in answer)) return looked(request, answer, context);
  if (answer.isTooLarge) return sendHalves(request, context);
  if (answer.isRefused) throw new Error(answer.reason);
  return { again: request, reason: answer.reason };
}

/** What became of each, or why that is not known. */
async function askBulk(
  request: readonly BulkItem[],
  { client, signal }: BulkContext,
): Promise<readonly Outcome[] | Unknown> {
  const body = request.map(({ lines }) => lines).join('');
  try {
    const { status, text } = await client.send({ method: 'POST', path: BULK_PATH, body }, signal);
    if (status < 300) return outcomesOf(text, request.length);
    const reason = `_bulk answers ${status}: ${text.slice(0, 500)}`;
    return { isTooLarge: status === 413, isRefused: status !== 429 && status < 500, reason };
  } catch (error) {
    return {
      isTooLarge: false,
      isRefused: false,
      reason: error instanceof Error ? error.message : String(error),
    };
  }
}

/** A request that was not answered for. */
interface Unknown {
  readonly isTooLarge: boolean;
  /** Such as one of a user who may not: trying again at once does not help. */
  readonly isRefused: boolean;
  readonly reason: string;
}

function looked(request: readonly BulkItem[], outcomes: readonly Outcome[], context: BulkContext): Sent {
  const again: BulkItem[] = [];
  let said = '';
  outcomes.forEach((outcome, at) => {
    const item = request[at];
    if (item === undefined) return;
    const { operation } = item;
    if (outcome.kind === 'done') {
      if (outcome.there !== undefined) context.onThere(operation, outcome.there);
      return;
    }
    const place = `${operation.index}/${operation.id}`;
    if (outcome.kind === 'failed') throw new Error(`${place}: ${outcome.reason}`);
    if (outcome.kind === 'refused') context.onRefused(operation, outcome.reason);
    else {
      again.push(item);
      said ||= `${place}: ${outcome.reason}`;
    }
  });
  return { again, reason: said };
}

/** The server takes no request of this size. */
async function sendHalves(request: readonly BulkItem[], context: BulkContext): Promise<Sent> {
  const [only] = request;
  if (only !== undefined && request.length === 1) {
    context.onRefused(only.operation, '413: it has more bytes than the server takes');
    return { again: [], reason: '' };
  }
  const half = request.length >> 1;
  const first = await sendOnce(request.slice(0, half), context);
  const second = await sendOnce(request.slice(half), context);
  return { again: [...first.again, ...second.again], reason: first.reason || second.reason };
}
