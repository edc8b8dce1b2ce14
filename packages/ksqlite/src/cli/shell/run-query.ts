import type { Session } from './session.ts';
import type { ShellContext } from './shell-context.ts';

/** A push or pull query: its rows until it ends, Ctrl-C or its time is up. */
export async function runQuery(context: ShellContext, session: Session, text: string): Promise<void> {
  const { client, output } = context;
  const ending = endOf(context);
  let begun = false;
  try {
    const { columns, rows } = await client.query(text, {
      properties: session.properties,
      signal: ending.signal,
    });
    begun = true;
    const sink = output.rows(columns);
    try {
      for await (const row of rows) {
        sink.row(row);
        await output.room();
      }
      sink.end();
    } catch (error) {
      sink.end(ending.why() ?? 'then it failed');
      throw error;
    }
  } catch (error) {
    const why = ending.why();
    if (why === undefined) throw error;
    if (!begun) output.note(`(${why}, before the query began)`);
  } finally {
    ending.clear();
  }
}

/** PRINT: a topic's records until LIMIT, Ctrl-C or its time is up. */
export async function runPrint(context: ShellContext, session: Session, text: string): Promise<void> {
  const { client, output } = context;
  const ending = endOf(context);
  try {
    const lines = client.print(text, { properties: session.properties, signal: ending.signal });
    for await (const line of lines) {
      output.printed(line);
      await output.room();
    }
  } catch (error) {
    const why = ending.why();
    if (why === undefined) throw error;
    output.note(`(${why})`);
  } finally {
    ending.clear();
  }
}

/** What ends a query from here. */
function endOf({ stop, clock, queryTimeoutMs }: ShellContext) {
  const abort = new AbortController();
  let why: string | undefined;
  const end = (reason: string) => () => {
    why ??= reason;
    abort.abort(new Error(reason));
  };
  const onStop = end('stopped');
  if (stop.aborted) onStop();
  stop.addEventListener('abort', onStop);
  const stopTimer =
    queryTimeoutMs === undefined ? undefined : clock.after(queryTimeoutMs, end('its time is up'));
  return {
    signal: abort.signal,
    why: () => why,
    clear: () => {
      stop.removeEventListener('abort', onStop);
      stopTimer?.();
    },
  };
}
