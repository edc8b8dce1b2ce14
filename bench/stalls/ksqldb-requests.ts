import { request } from 'node:http';
import { connect } from 'node:http2';

/** Requests to a ksqlDB server, of which the answers are counted and let go. */
export interface KsqldbRequests {
  /** Statements, from the beginning of their topics. @throws Error unless the server takes them */
  readonly execute: (sql: string) => Promise<void>;
  /** A query or PRINT. @returns bytes of its answer @throws Error when it is refused */
  readonly query: (sql: string) => Promise<number>;
  /** A row to a stream. */
  readonly insert: (target: string, rows: readonly unknown[]) => Promise<void>;
}

export function ksqldbRequests(url: string): KsqldbRequests {
  const post = (path: string, body: unknown): Promise<{ readonly bytes: number; readonly text: string }> =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json' };
      const sent = request(new URL(path, url), { method: 'POST', headers }, (answer) => {
        let bytes = 0;
        let text = '';
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (text.length < 500) text += chunk;
        });
        answer.on('error', reject);
        answer.on('end', () => {
          if (answer.statusCode === 200) resolve({ bytes, text });
          else reject(new Error(text.slice(0, 500)));
        });
      });
      sent.on('error', reject);
      sent.end(JSON.stringify(body));
    });
  const properties = { 'auto.offset.reset': 'earliest' };
  return {
    execute: async (ksql) => {
      await post('/ksql', { ksql, streamsProperties: properties });
    },
    query: async (sql) => {
      const answer = sql.startsWith('PRINT')
        ? await post('/query', { ksql: sql })
        : await post('/query-stream', { sql, properties });
      return answer.bytes;
    },
    insert: async (target, rows) => {
      const session = connect(url);
      const stream = session.request({ ':method': 'POST', ':path': '/inserts-stream' });
      stream.resume();
      stream.write(`${JSON.stringify({ target })}\n`);
      for (const row of rows)
        if (!stream.write(`${JSON.stringify(row)}\n`))
          await new Promise((resolve) => stream.once('drain', resolve));
      stream.end();
      await new Promise((resolve, reject) => stream.once('close', resolve).once('error', reject));
      session.close();
    },
  };
}
