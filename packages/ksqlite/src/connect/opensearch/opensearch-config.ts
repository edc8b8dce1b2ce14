/**
 * The keys of Confluent's sink for Elasticsearch (ElasticsearchSinkConnectorConfig of 15) and of Aiven's for OpenSearch
 * (OpenSearchSinkConnectorConfig of 3.1), with their names and defaults. A key that is not here is refused by name; so is a value that
 * is not done.
 */
import { z } from 'zod';
import { flag } from '../config/flag.ts';
import { wholeNumber } from '../config/whole-number.ts';

export interface OpenSearchConfig {
  /** Origin and path of each node, without a slash at the end. */
  readonly urls: readonly string[];
  readonly user: { readonly name: string; readonly password: string } | undefined;
  /** Records of one request, at most. */
  readonly batchSize: number;
  /** Bytes of one request, at most, where it has more than one record. */
  readonly batchBytes: number;
  readonly inFlight: number;
  /** Records that a task holds, at most. */
  readonly buffered: number;
  readonly lingerMs: number;
  /** How often a request is made again, and the first pause before it. */
  readonly retries: number;
  readonly retryMs: number;
  readonly compresses: boolean;
  readonly idleMs: number;
  readonly connectMs: number;
  readonly answerMs: number;
  /** Whether the id of a record's document is its place on the topic, not its key. */
  readonly ignoresKey: (topic: string) => boolean;
  readonly dropsInvalid: boolean;
  readonly onNull: 'ignore' | 'delete' | 'fail';
  readonly onMalformed: 'ignore' | 'warn' | 'fail';
  /** The index of a topic that has another name; it has to be there. */
  readonly indexes: ReadonlyMap<string, string>;
  /** Settings and mappings of indices that are made here, as JSON; undefined: none. */
  readonly template: Readonly<Record<string, unknown>> | undefined;
}

const names = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  );
/** In any case, as the plug-ins read it. */
const oneOf = <const Value extends string>(values: readonly [Value, ...Value[]], byDefault: NoInfer<Value>) =>
  z
    .string()
    .default(byDefault)
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(values, `must be ${values.join(' or ')}`));
const only = (value: string, why: string, isDefault: boolean) => {
  const key = z
    .string()
    .refine((text) => text.toLowerCase() === value, `must be ${value} here: ${why}`)
    .transform(() => value);
  return isDefault ? key.default(value) : key;
};

const url = z.string().refine((text) => isNode(text), 'must be http or https, without user and password');
const urls = names.pipe(z.array(url).min(1, 'must name a node'));

function isNode(text: string): boolean {
  try {
    const { protocol, username, password, search, hash } = new URL(text);
    return /^https?:$/.test(protocol) && username + password + search + hash === '';
  } catch {
    return false;
  }
}

const mapping = names.transform((pairs, context) => {
  const indexes = new Map<string, string>();
  for (const pair of pairs) {
    const [topic = '', index = '', ...rest] = pair.split(':');
    if (topic === '' || index === '' || rest.length > 0 || indexes.has(topic))
      context.addIssue({
        code: 'custom',
        message: 'must be topic:index, separated by commas, each topic once',
      });
    indexes.set(topic, index);
  }
  return indexes;
});

const template = z.string().transform((text, context) => {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be an object as JSON, such as {"mappings":{…}}' });
    return z.NEVER;
  }
});

const INSERT = only(
  'insert',
  'an update has no version, so that it could not be told from an older one',
  true,
);

const COMMON = {
  'connection.url': urls,
  'connection.username': z.string().min(1).optional(),
  'connection.password': z.string().optional(),
  'batch.size': wholeNumber(2_000, 1),
  'max.in.flight.requests': wholeNumber(5, 1),
  'max.buffered.records': wholeNumber(20_000, 1),
  'linger.ms': wholeNumber(1, 0),
  'flush.timeout.ms': wholeNumber(180_000, 1),
  'max.retries': wholeNumber(5, 0),
  'retry.backoff.ms': wholeNumber(100, 0),
  'connection.timeout.ms': wholeNumber(1_000, 1),
  'read.timeout.ms': wholeNumber(3_000, 1),
  'key.ignore': flag.default(false),
  'topic.key.ignore': names,
  'schema.ignore': only(
    'true',
    'mappings are not made of schemas; say them in ksqlite.index.template, or leave them to the server',
    false,
  ),
  'compact.map.entries': only('true', 'a map is an object of a document', true),
  'drop.invalid.message': flag.default(false),
  'behavior.on.malformed.documents': oneOf(['ignore', 'warn', 'fail'], 'fail'),
  'ksqlite.index.template': template.optional(),
};

const ELASTICSEARCH = z.strictObject({
  ...COMMON,
  'bulk.size.bytes': wholeNumber(5 * 1024 * 1024, 1),
  'connection.compression': flag.default(false),
  'max.connection.idle.time.ms': wholeNumber(60_000, 1),
  'write.method': INSERT,
  'behavior.on.null.values': oneOf(['ignore', 'delete', 'fail'], 'fail'),
  'external.resource.usage': oneOf(['index', 'alias_index', 'disabled'], 'disabled'),
  'topic.to.external.resource.mapping': mapping,
});

const AIVEN = z.strictObject({
  ...COMMON,
  'index.write.method': INSERT,
  'key.ignore.id.strategy': only('topic.partition.offset', 'other ids are not always the same', true),
  'behavior.on.null.values': oneOf(['ignore', 'delete', 'fail'], 'ignore'),
  'behavior.on.version.conflict': oneOf(['ignore', 'warn'], 'ignore'),
});

type Common = Omit<
  z.output<typeof ELASTICSEARCH>,
  'write.method' | 'external.resource.usage' | 'topic.to.external.resource.mapping'
>;

function checked<Keys extends z.output<typeof AIVEN> | z.output<typeof ELASTICSEARCH>>(
  keys: Keys,
  context: z.core.$RefinementCtx<Keys>,
): void {
  const issue = (path: string, message: string): void => {
    context.addIssue({ code: 'custom', path: [path], message });
  };
  const { 'connection.username': name, 'connection.password': password } = keys;
  if ((name === undefined) !== (password === undefined))
    issue('connection.username', 'must be set together with connection.password');
  if (keys['key.ignore'] && keys['topic.key.ignore'].length > 0)
    issue('topic.key.ignore', "can't be set where key.ignore is true");
  if (keys['max.buffered.records'] < keys['batch.size'] * keys['max.in.flight.requests'])
    issue('max.buffered.records', 'must be at least batch.size × max.in.flight.requests');
}

export const elasticsearchConfig: z.ZodType<OpenSearchConfig> = ELASTICSEARCH.superRefine((keys, context) => {
  checked(keys, context);
  const isUsed = keys['external.resource.usage'] !== 'disabled';
  if (isUsed !== keys['topic.to.external.resource.mapping'].size > 0)
    context.addIssue({
      code: 'custom',
      path: ['topic.to.external.resource.mapping'],
      message: 'must be set together with external.resource.usage',
    });
}).transform((keys) => configOf(keys, keys['topic.to.external.resource.mapping']));

export const aivenConfig: z.ZodType<OpenSearchConfig> = AIVEN.superRefine(checked).transform((keys) =>
  configOf(
    {
      ...keys,
      'bulk.size.bytes': 5 * 1024 * 1024,
      'connection.compression': false,
      'max.connection.idle.time.ms': 60_000,
    },
    new Map(),
  ),
);

function configOf(keys: Common, indexes: ReadonlyMap<string, string>): OpenSearchConfig {
  const { 'connection.username': name, 'connection.password': password, 'topic.key.ignore': topics } = keys;
  return {
    urls: keys['connection.url'].map((text) => text.replace(/\/+$/, '')),
    user: name === undefined || password === undefined ? undefined : { name, password },
    batchSize: keys['batch.size'],
    batchBytes: keys['bulk.size.bytes'],
    inFlight: keys['max.in.flight.requests'],
    buffered: keys['max.buffered.records'],
    lingerMs: keys['linger.ms'],
    retries: keys['max.retries'],
    retryMs: keys['retry.backoff.ms'],
    compresses: keys['connection.compression'],
    idleMs: keys['max.connection.idle.time.ms'],
    connectMs: keys['connection.timeout.ms'],
    answerMs: keys['read.timeout.ms'],
    ignoresKey: (topic) => keys['key.ignore'] || topics.includes(topic),
    dropsInvalid: keys['drop.invalid.message'],
    onNull: keys['behavior.on.null.values'],
    onMalformed: keys['behavior.on.malformed.documents'],
    indexes,
    template: keys['ksqlite.index.template'],
  };
}
