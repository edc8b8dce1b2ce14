/**
 * The keys of the plug-in's S3SinkConnectorConfig, StorageSinkConnectorConfig and PartitionerConfig, as far as they are done. A key
 * that may have one value alone is taken so that a configuration of the plug-in runs as it is. `record.columns` and a `store.url` of
 * a folder are ours.
 */
import { z } from 'zod';
import { flag } from '../config/flag.ts';
import { byPartition, byTime, type Partitioner } from './names/partitioner.ts';
import { pathFormatError } from './names/path-format.ts';
import type { ParquetCodec } from './parquet/parquet-package.ts';
import { RECORD_COLUMNS, type RecordColumn } from './parquet/record-columns.ts';

const whole = (least: number) => z.coerce.number().int().min(least);
/** Only this: what it would be otherwise is not done. */
const only = <T extends string>(...values: readonly [T, ...T[]]) => z.enum(values).optional();
const PARTITIONERS = 'io.confluent.connect.storage.partitioner.';
const HOUR_MS = 3_600_000;

const isColumn = (name: string): name is RecordColumn => Object.hasOwn(RECORD_COLUMNS, name);

const columns = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])))
  .refine(
    (names): names is RecordColumn[] => names.every(isColumn) && new Set(names).size === names.length,
    `is a list of ${Object.keys(RECORD_COLUMNS).join(', ')}, each once at most`,
  );

const timezone = z
  .string()
  .default('UTC')
  .refine((name) => {
    try {
      return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
    } catch {
      return false;
    }
  }, 'is not a time zone, such as UTC or America/Sao_Paulo');

const CODECS = {
  none: { codec: 'UNCOMPRESSED', extension: '.parquet' },
  snappy: { codec: 'SNAPPY', extension: '.snappy.parquet' },
  gzip: { codec: 'GZIP', extension: '.gz.parquet' },
  brotli: { codec: 'BROTLI', extension: '.br.parquet' },
} as const satisfies Record<string, { codec: ParquetCodec; extension: string }>;

const KEYS = z.strictObject({
  'store.url': z.string().optional(),
  's3.bucket.name': z.string().min(1).optional(),
  's3.region': z.string().min(1).default('us-west-2'),
  's3.path.style.access.enabled': flag.default(true),
  's3.part.retries': whole(0).default(3),
  's3.retry.backoff.ms': whole(1).default(200),
  's3.part.size': whole(5_242_880).optional(),
  's3.compression.type': only('none'),
  'enable.conditional.writes': only('true'),
  'aws.access.key.id': z.string().min(1).optional(),
  'aws.secret.access.key': z.string().min(1).optional(),
  'storage.class': only('io.confluent.connect.s3.storage.S3Storage'),
  'format.class': z.enum(['io.confluent.connect.s3.format.parquet.ParquetFormat'], {
    error: 'only io.confluent.connect.s3.format.parquet.ParquetFormat is done',
  }),
  'parquet.codec': z.enum(['none', 'snappy', 'gzip', 'brotli']).default('snappy'),
  'schema.compatibility': only('NONE'),
  'flush.size': whole(1),
  'rotate.interval.ms': whole(-1).default(-1),
  'rotate.schedule.interval.ms': whole(-1).default(-1),
  'topics.dir': z.string().default('topics'),
  'directory.delim': only('/'),
  'file.delim': z.string().min(1).default('+'),
  'filename.offset.zero.pad.width': whole(0).max(20).default(10),
  'behavior.on.null.values': z.enum(['fail', 'ignore', 'write']).default('fail'),
  'partitioner.class': z
    .enum([
      `${PARTITIONERS}DefaultPartitioner`,
      `${PARTITIONERS}TimeBasedPartitioner`,
      `${PARTITIONERS}HourlyPartitioner`,
      `${PARTITIONERS}DailyPartitioner`,
    ])
    .default(`${PARTITIONERS}DefaultPartitioner`),
  'path.format': z.string().min(1).optional(),
  'partition.duration.ms': whole(1).optional(),
  'timestamp.extractor': z
    .enum(['Record'], {
      error:
        'only Record is done: with the clock, or a field, a record that comes again could be in another folder',
    })
    .optional(),
  timezone,
  locale: z.string().optional(),
  'record.columns': columns,
});

export interface ArchiveConfig {
  readonly store: S3Place | FolderPlace;
  readonly codec: ParquetCodec;
  readonly columns: readonly RecordColumn[];
  readonly flushSize: number;
  readonly rotateMs: number | undefined;
  readonly scheduleMs: number | undefined;
  readonly nulls: 'fail' | 'ignore' | 'write';
  readonly partitioner: Partitioner;
  readonly names: {
    readonly topicsDir: string;
    readonly directoryDelim: string;
    readonly fileDelim: string;
    readonly padWidth: number;
    readonly extension: string;
  };
}

export interface S3Place {
  /** Of the bucket, without an end of `/`. */
  readonly url: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Of a request, after the first time. */
  readonly retries: number;
  readonly backoffMs: number;
}

export interface FolderPlace {
  readonly folder: URL;
}

export const ARCHIVE_CONFIG: z.ZodType<ArchiveConfig> = KEYS.transform((keys, context): ArchiveConfig => {
  const refuse = (key: keyof typeof keys, message: string): never => {
    context.addIssue({ code: 'custom', path: [key], message });
    return z.NEVER;
  };
  const { codec, extension } = CODECS[keys['parquet.codec']];
  if (keys['behavior.on.null.values'] === 'write' && !keys['record.columns'].includes('key'))
    return refuse('behavior.on.null.values', 'write needs record.columns=key: a null alone says of nothing');
  const store = placeOf(keys, refuse);
  const partitioner = partitionerOf(keys, refuse);
  return {
    store,
    codec,
    columns: keys['record.columns'],
    flushSize: keys['flush.size'],
    rotateMs: keys['rotate.interval.ms'] > 0 ? keys['rotate.interval.ms'] : undefined,
    scheduleMs: keys['rotate.schedule.interval.ms'] > 0 ? keys['rotate.schedule.interval.ms'] : undefined,
    nulls: keys['behavior.on.null.values'],
    partitioner,
    names: {
      topicsDir: keys['topics.dir'],
      directoryDelim: '/',
      fileDelim: keys['file.delim'],
      padWidth: keys['filename.offset.zero.pad.width'],
      extension,
    },
  };
});

type Keys = z.output<typeof KEYS>;
type Refuse = (key: keyof Keys, message: string) => never;

function placeOf(keys: Keys, refuse: Refuse): S3Place | FolderPlace {
  const url = keys['store.url'];
  if (url !== undefined && !URL.canParse(url)) return refuse('store.url', 'is not an address');
  if (url?.startsWith('file:')) return { folder: new URL(url.endsWith('/') ? url : `${url}/`) };
  if (url !== undefined && !/^https?:/.test(url))
    return refuse('store.url', 'is neither http, https nor file');
  const bucket = keys['s3.bucket.name'];
  if (bucket === undefined)
    return refuse('s3.bucket.name', 'is missing: without it store.url=file:///a/folder is the place');
  const accessKeyId = keys['aws.access.key.id'];
  const secretAccessKey = keys['aws.secret.access.key'];
  if (accessKeyId === undefined)
    return refuse('aws.access.key.id', `is missing: \${env:AWS_ACCESS_KEY_ID} takes it from the environment`);
  if (secretAccessKey === undefined)
    return refuse(
      'aws.secret.access.key',
      `is missing: \${env:AWS_SECRET_ACCESS_KEY} takes it from the environment`,
    );
  const base = new URL(url ?? `https://s3.${keys['s3.region']}.amazonaws.com`);
  if (keys['s3.path.style.access.enabled']) base.pathname = `${base.pathname.replace(/\/$/, '')}/${bucket}`;
  else base.hostname = `${bucket}.${base.hostname}`;
  return {
    url: base.href.replace(/\/$/, ''),
    region: keys['s3.region'],
    accessKeyId,
    secretAccessKey,
    retries: keys['s3.part.retries'],
    backoffMs: keys['s3.retry.backoff.ms'],
  };
}

function partitionerOf(keys: Keys, refuse: Refuse): Partitioner {
  const name = keys['partitioner.class'].slice(PARTITIONERS.length);
  if (name === 'DefaultPartitioner') return byPartition;
  if (keys['timestamp.extractor'] === undefined)
    return refuse('timestamp.extractor', 'must be Record: the default, the clock, is not done');
  const day = "'year'=YYYY/'month'=MM/'day'=dd";
  if (name === 'DailyPartitioner') return byTime(day, 24 * HOUR_MS, keys.timezone);
  if (name === 'HourlyPartitioner') return byTime(`${day}/'hour'=HH`, HOUR_MS, keys.timezone);
  const format = keys['path.format'];
  const durationMs = keys['partition.duration.ms'];
  if (format === undefined) return refuse('path.format', 'is missing: the TimeBasedPartitioner needs it');
  if (durationMs === undefined)
    return refuse('partition.duration.ms', 'is missing: the TimeBasedPartitioner needs it');
  const wrong = pathFormatError(format);
  if (wrong !== undefined) return refuse('path.format', wrong);
  return byTime(format, durationMs, keys.timezone);
}
