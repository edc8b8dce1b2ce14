import type { StoredSchema } from '../../schemas/embedded/stored-schema.ts';
import { SchemaRegistryError } from '../../schemas/schema-registry.ts';
import { ApiError } from '../http/api-error.ts';
import { type Request, type Response, text } from '../http/exchange.ts';
import { negotiate } from '../http/negotiate.ts';
import { respond } from '../http/respond.ts';

/** The media types of a Schema Registry, in its order. */
export const REGISTRY_JSON = 'application/vnd.schemaregistry.v1+json';
const OFFERED = [REGISTRY_JSON, 'application/vnd.schemaregistry+json', 'application/json'];
const READ = [...OFFERED, 'application/octet-stream'];

/** What the HTTP layer itself refuses: its code is the status. */
export class RegistryAnswerError extends Error {
  override readonly name = 'RegistryAnswerError';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** The type that the client takes. Throws RegistryAnswerError 406. */
export function answerType(request: Request): string {
  const type = negotiate(text(request.headers.accept), OFFERED);
  if (type === undefined) throw new RegistryAnswerError(406, 'HTTP 406 Not Acceptable');
  return type === 'none' ? REGISTRY_JSON : type;
}

/** Throws RegistryAnswerError 415 for a body of a type that a registry does not read. */
export function refuseOtherTypes(request: Request): void {
  const [type = ''] = (text(request.headers['content-type']) ?? '').split(';');
  if (type.trim() === '' || READ.includes(type.trim().toLowerCase())) return;
  throw new RegistryAnswerError(415, 'HTTP 415 Unsupported Media Type');
}

/** A text as it is: a schema alone. */
export class PlainText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export const answer = (response: Response, type: string, body: unknown): void =>
  respond(response, 200, body instanceof PlainText ? body.text : JSON.stringify(body), type);

/** @returns what was a defect; undefined: the client's affair */
export function answerError(response: Response, type: string | undefined, error: unknown): unknown {
  const { status, code, message, cause } = errorOf(error);
  if (response.headersSent) response.destroy();
  else
    respond(
      response,
      status,
      JSON.stringify({ error_code: code, message }),
      type,
      status === 401 ? { 'www-authenticate': 'Basic realm="schema-registry"' } : {},
    );
  return cause;
}

function errorOf(error: unknown): { status: number; code: number; message: string; cause?: unknown } {
  if (error instanceof SchemaRegistryError)
    return { status: error.status, code: error.code, message: error.message };
  if (error instanceof RegistryAnswerError)
    return { status: error.status, code: error.status, message: error.message };
  // what server/http throws: too large, cut off, not allowed in
  if (error instanceof ApiError)
    return { status: error.status, code: error.status, message: error.message, cause: error.cause };
  return { status: 500, code: 500, message: 'Internal Server Error', cause: error };
}

/** A version as clients see it; AVRO and no references are left out. */
export const versionBody = (stored: StoredSchema, schema = stored.schema): Record<string, unknown> => ({
  subject: stored.subject,
  version: stored.version,
  id: stored.id,
  ...typeAndReferences(stored),
  schema,
});

export const typeAndReferences = ({
  type,
  references,
}: Pick<StoredSchema, 'type' | 'references'>): Record<string, unknown> => ({
  ...(type === 'AVRO' ? {} : { schemaType: type }),
  ...(references.length === 0 ? {} : { references }),
});
