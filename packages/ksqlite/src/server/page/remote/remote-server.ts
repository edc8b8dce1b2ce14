import { z } from 'zod';
import { ApiError } from '../../http/api-error.ts';
import { type Entity, entity } from './ksqldb-answers.ts';

/** A ksqlDB server elsewhere, as one request sees it. */
export interface RemoteServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** The header of that name: of the credentials that the page was started with, or what the browser gave. */
  readonly authorization: string | undefined;
  /** The browser's own credentials are for the page alone, which has others for the server. */
  readonly isGuarded: boolean;
}

/** @throws ApiError with the server's status and words, or 502 where it does not answer as a ksqlDB does */
export async function ask(remote: RemoteServer, ksql: string): Promise<readonly Entity[]> {
  const { url, authorization } = remote;
  const response = await reach(`${url}/ksql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json',
      ...(authorization === undefined ? {} : { authorization }),
    },
    body: JSON.stringify({ ksql, streamsProperties: {} }),
  });
  refuseUnknown(remote, response.status);
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new ApiError(response.status * 100, messageOf(body));
  const answer = z.array(entity).safeParse(body);
  if (!answer.success) throw new ApiError(UNREACHED, `${url} does not answer as a ksqlDB server does.`);
  return answer.data;
}

/** @throws ApiError 502 where there is no answer */
export async function reach(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { cause } = error as { cause?: unknown };
    const reason = cause instanceof Error ? cause.message : String(error);
    throw new ApiError(UNREACHED, `${new URL(url).origin} can’t be reached: ${reason}`);
  }
}

/** A browser that is asked for credentials would ask for the page's: these are others. Throws ApiError. */
export function refuseUnknown({ url, isGuarded }: RemoteServer, status: number): void {
  if (isGuarded && status === 401)
    throw new ApiError(
      UNREACHED,
      `${new URL(url).origin} does not let the page in: start ksqlite page with KSQLDB_USERNAME and KSQLDB_PASSWORD, or KSQLDB_TOKEN.`,
    );
}

/** Of the status 502: it is the server behind this one that fails. */
const UNREACHED = 50200;

const messageOf = (body: unknown): string => {
  const { message } = (body ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : 'The server refused the request.';
};

/** Those of one kind. */
export const only = <K extends Entity['@type']>(
  entities: readonly Entity[],
  type: K,
): readonly Extract<Entity, { '@type': K }>[] =>
  entities.filter((one): one is Extract<Entity, { '@type': K }> => one['@type'] === type);
