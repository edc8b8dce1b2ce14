/**
 * Kafka Connect's REST API (3.9), as far as scripts use it: list, look at, make, change, pause, resume, restart and drop connectors.
 * Sources of the paths and answers: its ConnectorsResource and ConnectorPluginsResource.
 */
import { z } from 'zod';
import { messageOf } from '../../errors/message-of.ts';
import { ConnectRefusal } from '../worker/connect-refusal.ts';
import type { HostedConnector } from '../worker/hosted-connector.ts';
import type { ConnectWorker } from '../worker/worker.ts';
import { connectorInfo, connectorStatus, taskStatus } from './connector-entities.ts';

export interface ConnectRequest {
  readonly method: string;
  /** Of the path, decoded: `['connectors', 'lines', 'status']`. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  readonly body: () => Promise<string>;
  /** false: connectors may be looked at, paused, resumed and restarted alone. */
  readonly mayChange: boolean;
}

export interface ConnectAnswer {
  readonly status: number;
  /** undefined: none */
  readonly body?: unknown;
}

/** Answers anything; a refusal is `{"error_code":404,"message":"…"}`. Throws what is nobody's fault but the program's, or the body's. */
export async function answerRequest(worker: ConnectWorker, request: ConnectRequest): Promise<ConnectAnswer> {
  const { method, segments } = request;
  const given = segments.at(-1) === '' ? segments.slice(0, -1) : segments;
  const fitting = ROUTES.filter(({ path }) => {
    const wanted = path.split('/');
    return wanted.length === given.length && wanted.every((part, i) => part === '*' || part === given[i]);
  });
  const route = fitting.find((one) => one.method === method);
  if (route === undefined)
    return fitting.length > 0
      ? refusal(405, 'HTTP 405 Method Not Allowed')
      : refusal(404, 'HTTP 404 Not Found');
  if (route.changes === true && !request.mayChange)
    return refusal(
      403,
      'connectors are made by the statements that this process was started with: change them there',
    );
  try {
    return await route.answer(worker, request, given[1] ?? '');
  } catch (error) {
    if (error instanceof ConnectRefusal) return refusal(error.status, error.message);
    throw error;
  }
}

interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `*` stands for any one segment; the first is the connector's name. */
  readonly path: string;
  readonly answer: (
    worker: ConnectWorker,
    request: ConnectRequest,
    name: string,
  ) => Promise<ConnectAnswer> | ConnectAnswer;
  readonly changes?: true;
}

const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: 'connector-plugins',
    answer: ({ plugins }) =>
      ok(plugins.map(({ class: name, kind, version }) => ({ class: name, type: kind, version }))),
  },
  { method: 'GET', path: 'connectors', answer: listed },
  { method: 'POST', path: 'connectors', answer: created, changes: true },
  { method: 'GET', path: 'connectors/*', answer: (worker, _, name) => ok(connectorInfo(worker.get(name))) },
  {
    method: 'DELETE',
    path: 'connectors/*',
    answer: async (worker, _, name) => {
      await worker.drop(name);
      return { status: 204 };
    },
    changes: true,
  },
  { method: 'GET', path: 'connectors/*/config', answer: (worker, _, name) => ok(worker.get(name).config) },
  { method: 'PUT', path: 'connectors/*/config', answer: configured, changes: true },
  {
    method: 'GET',
    path: 'connectors/*/status',
    answer: (worker, _, name) => ok(connectorStatus(worker, withStatus(worker, name))),
  },
  {
    method: 'GET',
    path: 'connectors/*/topics',
    answer: (worker, _, name) => ok({ [name]: { topics: worker.get(name).topics } }),
  },
  { method: 'GET', path: 'connectors/*/tasks', answer: (worker, _, name) => ok(tasksOf(worker.get(name))) },
  {
    method: 'GET',
    path: 'connectors/*/tasks/*/status',
    answer: (worker, { segments: [, , , id] }, name) =>
      ok(taskStatus(worker, taskOf(withStatus(worker, name), id))),
  },
  {
    method: 'PUT',
    path: 'connectors/*/pause',
    answer: async (worker, _, name) => {
      await worker.pause(name);
      return { status: 202 };
    },
  },
  {
    method: 'PUT',
    path: 'connectors/*/resume',
    answer: async (worker, _, name) => {
      await worker.resume(name);
      return { status: 202 };
    },
  },
  { method: 'POST', path: 'connectors/*/restart', answer: restarted },
  {
    method: 'POST',
    path: 'connectors/*/tasks/*/restart',
    answer: async (worker, { segments: [, , , id] }, name) => {
      await worker.restart(name, taskOf(worker.get(name), id).id);
      return { status: 204 };
    },
  },
];

const ok = (body: unknown): ConnectAnswer => ({ status: 200, body });
const refusal = (status: number, message: string): ConnectAnswer => ({
  status,
  body: { error_code: status, message },
});

/** Names, or with `?expand=info&expand=status` what is asked of each. */
function listed(worker: ConnectWorker, { query }: ConnectRequest): ConnectAnswer {
  const expand = query.getAll('expand');
  if (expand.length === 0) return ok(worker.list().map(({ name }) => name));
  return ok(
    Object.fromEntries(
      worker.list().map((one) => [
        one.name,
        {
          ...(expand.includes('status') ? { status: connectorStatus(worker, one) } : {}),
          ...(expand.includes('info') ? { info: connectorInfo(one) } : {}),
        },
      ]),
    ),
  );
}

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const CONFIG = z.record(z.string(), scalar);
const CREATE = z.object({ name: z.string().min(1), config: CONFIG });

async function created(worker: ConnectWorker, { body }: ConnectRequest): Promise<ConnectAnswer> {
  const { name, config } = parsed(await body(), CREATE);
  const made = await invalid(() => worker.create(name, { ...config, name }));
  return { status: 201, body: connectorInfo(made) };
}

async function configured(
  worker: ConnectWorker,
  { body }: ConnectRequest,
  name: string,
): Promise<ConnectAnswer> {
  const config = parsed(await body(), CONFIG);
  if (config.name !== undefined && config.name !== name)
    throw new ConnectRefusal(
      400,
      `Connector name configuration (${config.name}) doesn't match connector name in the URL (${name})`,
    );
  const isNew = await invalid(() => worker.configure(name, { ...config, name }));
  return { status: isNew ? 201 : 200, body: connectorInfo(worker.get(name)) };
}

/** Without `includeTasks` Connect restarts the connector alone, which has nothing of its own here: then all tasks that FAILED are. */
async function restarted(
  worker: ConnectWorker,
  { query }: ConnectRequest,
  name: string,
): Promise<ConnectAnswer> {
  const includeTasks = query.get('includeTasks') === 'true';
  const onlyFailed = query.get('onlyFailed') === 'true' || !includeTasks;
  for (const { id, state } of worker.get(name).tasks())
    if (!onlyFailed || state === 'FAILED') await worker.restart(name, id);
  if (!includeTasks) return { status: 204 };
  return { status: 202, body: connectorStatus(worker, worker.get(name)) };
}

/** As Connect says it where its validation found something. */
async function invalid<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ConnectRefusal) || error.status !== 400) throw error;
    const count = error.message.split('\n').length;
    throw new ConnectRefusal(
      400,
      `Connector configuration is invalid and contains the following ${count} error(s):\n${error.message}`,
    );
  }
}

function parsed<T>(text: string, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const [issue] = error instanceof z.ZodError ? error.issues : [];
    const why = issue === undefined ? messageOf(error) : `${issue.path.join('.')}: ${issue.message}`;
    throw new ConnectRefusal(400, `the request's body can't be read: ${why}`);
  }
}

function withStatus(worker: ConnectWorker, name: string): HostedConnector {
  const found = worker.list().find((one) => one.name === name);
  if (found === undefined) throw new ConnectRefusal(404, `No status found for connector ${name}`);
  return found;
}

const tasksOf = (one: HostedConnector): unknown =>
  one.tasks().map(({ id }) => ({ id: { connector: one.name, task: id }, config: one.config }));

function taskOf(one: HostedConnector, id: string | undefined) {
  const task = one.tasks().find((each) => String(each.id) === id);
  if (task === undefined) throw new ConnectRefusal(404, `No status found for task ${one.name}-${id}`);
  return task;
}
