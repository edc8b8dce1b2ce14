import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import ajvModule from 'ajv';
import { parse } from 'yaml';
import { PROJECT } from '../support/line-process.ts';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly user?: string;
  readonly mem_limit?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string | number>>;
  readonly configs?: readonly { readonly source: string; readonly target: string }[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
}

const require = createRequire(import.meta.url);
const compose = parse(readFileSync(join(PROJECT, 'docker-compose.yaml'), 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly configs: Readonly<Record<string, { readonly file: string }>>;
};
const { scripts } = JSON.parse(readFileSync(join(PROJECT, 'package.json'), 'utf8'));
const dockerfile = readFileSync(join(PROJECT, 'Dockerfile'), 'utf8');
const services = Object.entries(compose.services);
const service = (name: string): Service => compose.services[name] ?? {};

/** Steps end; a person is in front of the CLI. */
const WITHOUT_HEALTH = ['topics', 'migrate', 'producer', 'ksqldb-cli'];

describe('docker-compose.yaml', () => {
  it('is what the Compose Specification allows', () => {
    const schema = require('docker-compose/schema/compose-spec.json');
    // formats are of durations and the like, which Compose itself reads
    const ajv = new ajvModule.default({ strict: false, allErrors: true, validateFormats: false });
    const isAllowed = ajv.compile({ ...schema, $schema: undefined });
    expect([isAllowed(compose), isAllowed.errors]).toEqual([true, null]);
    const wrong = { services: { kafka: { image: 'kafka', mem_limits: '1g' } } };
    expect(isAllowed(wrong)).toBe(false);
  });

  it.each(services)(
    '%s: pinned, not root, bounded, on the loopback',
    (name, { image, user, mem_limit, ports = [] }) => {
      expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
      expect(user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(mem_limit).toMatch(/^\d+[mg]$/);
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
      expect(WITHOUT_HEALTH.includes(name)).toBe(service(name).healthcheck?.disable === true);
      expect(WITHOUT_HEALTH.includes(name)).toBe(service(name).healthcheck?.test === undefined);
    },
  );

  it.each(services)('%s waits for services that can become what it waits for', (_, { depends_on = {} }) => {
    for (const [name, { condition }] of Object.entries(depends_on)) {
      expect(Object.keys(compose.services)).toContain(name);
      const waitsForEnd = condition === 'service_completed_successfully';
      expect(condition).toMatch(/^service_(healthy|completed_successfully)$/);
      expect(waitsForEnd).toBe(WITHOUT_HEALTH.includes(name));
    }
  });

  it('has named volumes alone, and declares them', () => {
    const mounted = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]));
    expect(new Set(mounted)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('has the configuration of Prometheus and Grafana in files that are there, all of them used', () => {
    const used = services.flatMap(([, { configs = [] }]) => configs.map(({ source }) => source));
    expect(new Set(used)).toEqual(new Set(Object.keys(compose.configs)));
    for (const { file } of Object.values(compose.configs))
      expect(readFileSync(join(PROJECT, file), 'utf8')).not.toBe('');
  });

  it('starts in the order of the line: topics, statements, heartbeats and sidecar, producer', () => {
    const earlier = (name: string): readonly string[] =>
      Object.keys(service(name).depends_on ?? {}).flatMap((each) => [each, ...earlier(each)]);
    expect(earlier('producer')).toEqual(
      expect.arrayContaining([
        'sidecar',
        'heartbeat-1',
        'heartbeat-2',
        'price-api',
        'migrate',
        'topics',
        'kafka',
      ]),
    );
    expect(earlier('ksqldb-server')).toContain('topics');
    expect(service('ksqldb-cli').profiles).toEqual(['cli']);
  });

  it.each([
    ['topics', 'topics'],
    ['migrate', 'ksql:migrate'],
    ['heartbeat-1', 'heartbeat'],
    ['heartbeat-2', 'heartbeat'],
    ['price-api', 'price-api'],
    ['sidecar', 'sidecar'],
    ['producer', 'produce'],
  ])('%s runs what npm run %s runs', (name, script) => {
    const entrypoint = service(name).entrypoint ?? entrypointOf(dockerfile);
    const words = [...entrypoint, ...(service(name).command ?? [])].join(' ');
    expect(`${words} `.startsWith(`tini -- ${scripts[script]} `)).toBe(true);
  });

  it('sets on ksqlDB what the statements need', () => {
    expect(service('ksqldb-server').environment).toMatchObject({
      KSQL_KSQL_STREAMS_COMMIT_INTERVAL_MS: 100,
      KSQL_KSQL_STREAMS_CACHE_MAX_BYTES_BUFFERING: 0,
      KSQL_KSQL_STREAMS_AUTO_OFFSET_RESET: 'earliest',
      KSQL_KSQL_STREAMS_PROCESSING_GUARANTEE: 'exactly_once_v2',
      KSQL_KSQL_LOGGING_PROCESSING_TOPIC_AUTO_CREATE: 'true',
      KSQL_KSQL_LOGGING_PROCESSING_STREAM_AUTO_CREATE: 'true',
      KSQL_KSQL_LOGGING_PROCESSING_ROWS_INCLUDE: 'true',
    });
  });

  it('holds no secret: who starts it gives those', () => {
    for (const [, { environment = {} }] of services)
      for (const [name, value] of Object.entries(environment))
        if (/PASSWORD|SECRET|TOKEN|USERNAME/.test(name)) expect(value).toBe(`\${${name}:-}`);
  });
});

describe('Dockerfile', () => {
  it('starts from pinned images and ends as another user than root', () => {
    const froms = dockerfile.match(/^FROM \S+/gm) ?? [];
    expect(froms.length).toBe(3);
    for (const from of froms) expect(from).toMatch(/^FROM node:20\.\d+\.\d+-\w+-slim$/);
    expect(dockerfile.match(/^USER .+$/gm)?.at(-1)).toBe('USER node');
  });

  it('copies what its ignore file lets through', () => {
    const letThrough = readFileSync(join(PROJECT, '.dockerignore'), 'utf8').match(/^!(.+)$/gm) ?? [];
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(new Set(copied)).toEqual(new Set(letThrough.map((line) => line.slice(1))));
  });
});

function entrypointOf(text: string): readonly string[] {
  return JSON.parse(/^ENTRYPOINT (.+)$/m.exec(text)?.[1] ?? '[]');
}
