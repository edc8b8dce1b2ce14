import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2';

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

export interface PostOptions {
  /** Default: POST. */
  readonly method?: string;
  /** Pieces that are written when the head of the answer is there. */
  readonly afterHead?: readonly string[];
}

/** A request whose body is written piece by piece. */
export const post = (
  session: ClientHttp2Session,
  path: string,
  pieces: readonly string[],
  headers: Readonly<Record<string, string>> = {},
  { method = 'POST', afterHead = [] }: PostOptions = {},
): Promise<Http2Answer> => {
  const stream = session.request({ ':method': method, ':path': path, ...headers }, { endStream: false });
  const answer = heardFrom(stream).ended();
  for (const piece of pieces) stream.write(piece);
  if (afterHead.length === 0) stream.end();
  else
    stream.on('response', () => {
      for (const piece of afterHead) stream.write(piece);
      stream.end();
    });
  return answer;
};

/** An answer that is still coming. */
export interface OpenPost {
  /** Waits until so many lines are there. */
  lines(count: number): Promise<void>;
  /** Of the line that an answer with rows begins with. */
  readonly queryId: string;
  ended(): Promise<Http2Answer>;
}

/** A POST on a connection of its own, which is closed when the answer has ended. */
export async function openPost(
  url: string,
  path: string,
  body: string | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<OpenPost> {
  const session = connect(url);
  const stream = session.request({ ':method': 'POST', ':path': path, ...headers }, { endStream: false });
  stream.on('close', () => session.destroy());
  stream.end(body);
  return heardFrom(stream);
}

function heardFrom(stream: ClientHttp2Stream): OpenPost {
  let status = 0;
  let contentType: string | undefined;
  let body = '';
  let heard: () => void = () => undefined;
  stream.on('response', (answer) => {
    status = Number(answer[':status']);
    contentType = answer['content-type'];
  });
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    body += chunk;
    heard();
  });
  const lines = (): string[] => body.split('\n').filter((line) => line !== '');
  const ended = new Promise<Http2Answer>((resolve, reject) => {
    stream.on('error', reject);
    stream.on('end', () => resolve({ status, contentType, lines: lines() }));
  });
  return {
    lines: async (count) => {
      while (lines().length < count)
        await new Promise<void>((resolve) => {
          heard = resolve;
        });
    },
    get queryId() {
      return /"queryId":"([^"]+)"/.exec(body)?.[1] ?? '';
    },
    ended: () => ended,
  };
}
