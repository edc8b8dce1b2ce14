import type { RunningPrint } from '../../queries/print/print-topic.ts';
import type { Exchange } from '../http/exchange.ts';
import type { ServerContext } from '../server-context.ts';
import { apiErrorOf } from '../statements/api-error-of.ts';
import { refusalOf } from '../statements/refusal-of.ts';
import type { AskedQuery } from './asked-query.ts';
import { ReaderGone, TextWriter } from './text-writer.ts';

/** How a client wants what PRINT says. */
export interface LineAnswer {
  readonly type: string | undefined;
  /** Whether the lines about key and value format are wanted. */
  readonly formats: boolean;
}

/** Answers a PRINT, line by line as fast as it is read. */
export async function sendLines(
  exchange: Exchange,
  context: ServerContext,
  asked: AskedQuery,
  answer: LineAnswer,
): Promise<void> {
  const { response } = exchange;
  const release = context.open.reserve();
  try {
    const print = openPrint(context, asked);
    const id = `print_${context.open.newId()}`;
    const close = (): void => void print.close();
    response.on('close', close);
    context.open.add(id, close);
    try {
      if (response.destroyed) return;
      await send(exchange, print, asked, answer);
    } finally {
      response.off('close', close);
      context.open.remove(id);
      close();
    }
  } finally {
    release();
  }
}

function openPrint({ engine }: ServerContext, { statement, session }: AskedQuery): RunningPrint {
  try {
    return engine.openPrint(statement, session);
  } catch (error) {
    throw apiErrorOf(refusalOf(error, statement), statement.text);
  }
}

async function send(
  { response }: Exchange,
  { lines }: RunningPrint,
  { statement }: AskedQuery,
  { type, formats }: LineAnswer,
): Promise<void> {
  response.writeHead(200, type === undefined ? {} : { 'content-type': type });
  // a client must not wait for the first record to learn that it was understood
  if ('flushHeaders' in response) response.flushHeaders();
  const writer = new TextWriter(response);
  try {
    for await (const line of lines) {
      if (!formats && /^(Key|Value) format: /.test(line)) continue;
      const wait = writer.write(`${line}\n`);
      if (wait !== undefined) await wait;
    }
  } catch (error) {
    if (error instanceof ReaderGone) return;
    if (!writer.gone()) writer.write(`${apiErrorOf(error, statement.text).message}\n`);
  }
  writer.end();
}
