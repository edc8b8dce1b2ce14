import { request } from 'node:http';

// biome-ignore lint/suspicious/noExplicitAny: tests look into it
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly contentType: string | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** One HTTP/1.1 request, nothing added that is not said. */
export const call = (
  url: string,
  method: string,
  path: string,
  body?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const sent = request(`${url}${path}`, { method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          contentType: answer.headers['content-type'] ?? null,
          headers: answer.headers,
          body: text,
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** `POST /ksql`, its answer parsed. */
export async function ksql(
  url: string,
  sql: string,
  more: object = {},
): Promise<{ readonly status: number; readonly body: Json }> {
  const answer = await call(url, 'POST', '/ksql', JSON.stringify({ ksql: sql, ...more }));
  return { status: answer.status, body: answer.body === '' ? undefined : JSON.parse(answer.body) };
}
