import { RestError, type RestErrorCode } from '../rest-error.ts';
import { errorAnswer } from './answers.ts';

/** Kafka, not ksqlDB, denies it: a matter of the statement. */
const KAFKA_DENIED = 40301;

/** What an answer that is not 2xx means. `asked` is the method and path, for messages. */
export function errorOfAnswer(status: number, body: string, asked: string, url: string): RestError {
  const answer = errorAnswer.safeParse(parsed(body)).data;
  if (answer === undefined) return alienError(status, asked, url);
  const { error_code: errorCode, message, statementText, entities } = answer;
  const details = { status, errorCode, statementText, entities };
  const code = codeOf(status, errorCode);
  switch (code) {
    case 'KSQLDB_REFUSED':
      return new RestError(code, message, details);
    case 'KSQLDB_CREDENTIALS':
      return new RestError(code, credentialsText(status, url, message), details);
    case 'KSQLDB_AWAY':
      return new RestError(code, `ksqlDB at ${url} is not ready: ${message}`, details);
    default:
      return new RestError(code, `ksqlDB at ${url} failed at ${asked}: ${message}`, details);
  }
}

function codeOf(status: number, errorCode: number): RestErrorCode {
  if (status === 401 || (status === 403 && errorCode !== KAFKA_DENIED)) return 'KSQLDB_CREDENTIALS';
  if (status === 503 || status === 429) return 'KSQLDB_AWAY';
  return status >= 500 ? 'KSQLDB_FAILED' : 'KSQLDB_REFUSED';
}

function alienError(status: number, asked: string, url: string): RestError {
  if (status === 401 || status === 403)
    return new RestError('KSQLDB_CREDENTIALS', credentialsText(status, url, ''), { status });
  // A proxy's word that there is nothing behind it.
  if (status >= 502 && status <= 504)
    return new RestError('KSQLDB_AWAY', `no ksqlDB behind ${url}: it answers ${status}`, { status });
  if (status === 429)
    return new RestError('KSQLDB_AWAY', `ksqlDB at ${url} has too much to do: it answers ${status}`, {
      status,
    });
  return new RestError(
    'KSQLDB_ALIEN',
    `what answers at ${url} is not a ksqlDB: ${status} to ${asked}. Is the address right?`,
    { status },
  );
}

function credentialsText(status: number, url: string, said: string): string {
  const denied =
    status === 401
      ? `ksqlDB at ${url} does not know you`
      : `ksqlDB at ${url} does not permit it with these credentials`;
  const answer = said === '' ? '' : ` (${said})`;
  return `${denied}${answer}: set KSQLDB_USERNAME and KSQLDB_PASSWORD, or KSQLDB_TOKEN`;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
