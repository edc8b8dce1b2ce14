import { type ClientHttp2Session, connect } from 'node:http2';

export interface Http2Answer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly lines: readonly string[];
}

/** Opens one HTTP/2 connection by prior knowledge, for as long as `use` takes. */
export async function overHttp2<T>(
  url: string,
  use: (session: ClientHttp2Session) => Promise<T>,
): Promise<T> {
  const session = connect(url);
  try {
    return await use(session);
  } finally {
    session.destroy();
  }
}

/** A POST whose body is written piece by piece. */
export const post = (
  session: ClientHttp2Session,
  path: string,
  pieces: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): Promise<Http2Answer> =>
  new Promise((resolve, reject) => {
    const stream = session.request({ ':method': 'POST', ':path': path, ...headers });
    let status = 0;
    let contentType: string | undefined;
    let body = '';
    stream.on('response', (answer) => {
      status = Number(answer[':status']);
      contentType = answer['content-type'];
    });
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      body += chunk;
    });
    stream.on('error', reject);
    stream.on('end', () =>
      resolve({ status, contentType, lines: body.split('\n').filter((line) => line !== '') }),
    );
    for (const piece of pieces) stream.write(piece);
    stream.end();
  });
