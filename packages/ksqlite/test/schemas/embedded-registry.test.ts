import { memoryDisk } from '../../src/log/disk/memory-disk.ts';
import { openTopicLog } from '../../src/log/topic-log.ts';
import { deleteSubject } from '../../src/schemas/embedded/delete.ts';
import { EmbeddedRegistry } from '../../src/schemas/embedded/embedded-registry.ts';
import { registerSchema } from '../../src/schemas/embedded/register.ts';
import { SCHEMAS_TOPIC } from '../../src/schemas/embedded/registry-records.ts';
import { setMode, updateConfig } from '../../src/schemas/embedded/registry-settings.ts';
import { useSchemaParsers } from '../../src/schemas/parse-schema.ts';
import { SCHEMA_PARSERS } from '../../src/schemas/schema-parsers.ts';
import type { RegisteredSchema, SchemaText } from '../../src/schemas/schema-registry.ts';

// so that the registry answers at once
useSchemaParsers(SCHEMA_PARSERS);

const avro = (schema: unknown): SchemaText => ({
  type: 'AVRO',
  schema: JSON.stringify(schema),
  references: [],
});
const reading = (...more: string[]) =>
  avro({
    type: 'record',
    name: 'Reading',
    fields: ['celsius', ...more].map((name) => ({ name, type: 'double', default: 0 })),
  });

const idOf = (made: unknown): number => (made as RegisteredSchema).id;

const opened = (disk = memoryDisk()) => {
  const log = openTopicLog({ disk, now: () => 7 });
  return { disk, log, registry: new EmbeddedRegistry(log, () => 7) };
};

describe('the embedded registry', () => {
  it('gives a schema one id, whatever its subject and how it was written', () => {
    const { registry } = opened();
    expect(idOf(registry.register('a-value', reading()))).toBe(1);
    const spaced = { ...reading(), schema: ` ${reading().schema.replaceAll(',', ' , ')}` };
    expect(idOf(registry.register('b-value', spaced))).toBe(1);
    expect(idOf(registry.register('a-value', reading('humidity')))).toBe(2);
    expect(registry.version('a-value')).toMatchObject({ id: 2, version: 2, subject: 'a-value' });
    expect(registry.version('a-value', 1)).toMatchObject({ id: 1, version: 1 });
    expect(registry.version('a-value', 3)).toBeUndefined();
    expect(registry.version('c-value')).toBeUndefined();
    expect(registry.known(1)?.schema).toBe(reading().schema);
    expect(registry.known(3)).toBeUndefined();
  });

  it('refuses what is not compatible, with the words of a real one', () => {
    const { registry } = opened();
    registry.register('a-value', reading());
    const text = avro({ type: 'record', name: 'Reading', fields: [{ name: 'celsius', type: 'string' }] });
    expect(() => registry.register('a-value', text)).toThrow(
      expect.objectContaining({ status: 409, code: 409, message: expect.stringContaining('TYPE_MISMATCH') }),
    );
    expect(() => registry.register('a-value', avro({ type: 'none' }))).toThrow(
      expect.objectContaining({ status: 422, code: 42201 }),
    );
  });

  it('gives with a schema the texts of what it refers to, each in front of those that name it', () => {
    const { registry } = opened();
    const kind = avro({ type: 'enum', name: 'Kind', symbols: ['GOAT'] });
    registry.register('kind', kind);
    const pen = {
      ...avro({ type: 'record', name: 'Pen', fields: [{ name: 'kind', type: 'Kind' }] }),
      references: [{ name: 'Kind', subject: 'kind', version: 1 }],
    };
    registry.register('pen', pen);
    const farm = {
      ...avro({ type: 'record', name: 'Farm', fields: [{ name: 'pen', type: 'Pen' }] }),
      references: [{ name: 'Pen', subject: 'pen', version: 1 }],
    };
    const { resolved } = registry.register('farm', farm) as RegisteredSchema;
    expect(resolved).toEqual([
      { name: 'Kind', schema: kind.schema },
      { name: 'Pen', schema: pen.schema },
    ]);
  });

  it('knows an id no more once it was deleted for good, until an import gives it to another schema', () => {
    const { registry } = opened();
    registry.register('a', reading());
    expect(registry.known(1)).toMatchObject({ schema: reading().schema });
    deleteSubject(registry.store, 'a', false);
    expect(registry.known(1)).toMatchObject({ schema: reading().schema });
    deleteSubject(registry.store, 'a', true);
    expect(registry.known(1)).toBeUndefined();
    setMode(registry.store, 'a', 'IMPORT', false);
    const request = { type: null, schema: '"int"', references: [], id: 1, version: 3 };
    registerSchema(registry.store, 'a', request, false);
    expect(registry.known(1)).toMatchObject({ schema: '"int"' });
  });

  it('is after a restart what it was', async () => {
    const { disk, log, registry } = opened();
    registry.register('a-value', reading());
    registry.register('a-value', reading('humidity'));
    registry.register('b-value', reading('wind'));
    updateConfig(registry.store, 'a-value', { compatibilityLevel: 'FULL' });
    setMode(registry.store, undefined, 'READONLY', false);
    setMode(registry.store, 'b-value', 'READWRITE', false);
    deleteSubject(registry.store, 'b-value', false);
    await log.commit();
    await log.close();
    const again = opened(disk);
    expect(again.registry.store.state).toEqual(registry.store.state);
    expect(again.registry.version('a-value')).toMatchObject({ id: 2 });
    expect(again.registry.version('b-value')).toBeUndefined();
    expect(again.registry.known(3)).toMatchObject({ id: 3 });
    await again.log.close();
  });

  it('writes the records that a real one writes', () => {
    const { log, registry } = opened();
    registry.register('a', avro('int'));
    registry.register('j', { type: 'JSON', schema: '{}', references: [] });
    updateConfig(registry.store, undefined, { compatibilityLevel: 'NONE' });
    setMode(registry.store, 'a', 'READWRITE', false);
    deleteSubject(registry.store, 'a', false);
    deleteSubject(registry.store, 'a', true);
    const partition = log.topics.get(SCHEMAS_TOPIC)?.partitions[0];
    const texts = Array.from({ length: partition?.logEndOffset ?? 0 }, (_, offset) => {
      const { key, value } = partition!.get(offset);
      return `${key} ${value}`;
    });
    expect(texts).toEqual([
      String.raw`{"keytype":"SCHEMA","subject":"a","version":1,"magic":1} {"subject":"a","version":1,"id":1,"schema":"\"int\"","deleted":false}`,
      `{"keytype":"SCHEMA","subject":"j","version":1,"magic":1} {"subject":"j","version":1,"id":2,"schemaType":"JSON","schema":"{}","deleted":false}`,
      `{"keytype":"CONFIG","magic":0} {"compatibilityLevel":"NONE"}`,
      `{"keytype":"MODE","subject":"a","magic":0} {"subject":"a","mode":"READWRITE"}`,
      `{"keytype":"DELETE_SUBJECT","subject":"a","magic":0} {"subject":"a","version":1}`,
      `{"keytype":"MODE","subject":"a","magic":0} null`,
      `{"keytype":"SCHEMA","subject":"a","version":1,"magic":1} null`,
    ]);
  });
});

describe('a text made to do harm', () => {
  const named = (i: number): unknown => ({
    type: 'record',
    name: `R${i}`,
    fields: i === 0 ? [] : [{ name: 'f', type: `R${i - 1}` }],
  });
  const chain = (length: number): unknown => Array.from({ length }, (_, i) => named(i));
  const wide = (type: string, length: number) => ({
    type: 'JSON' as const,
    schema: JSON.stringify({
      oneOf: Array.from({ length }, (_, i) => ({
        oneOf: Array.from({ length }, (_, j) => ({ type, title: `${i} ${j}` })),
      })),
    }),
    references: [],
  });

  it.each([
    ['lists in lists', { type: 'AVRO', schema: '['.repeat(100_000) }],
    ['objects in objects', { type: 'JSON', schema: '{"not":'.repeat(50_000) }],
    ['messages in messages', { type: 'PROTOBUF', schema: 'message A {'.repeat(50_000) }],
  ] as const)('%s are refused', (_, text) => {
    const { registry } = opened();
    expect(() => registry.register('s', { ...text, references: [] })).toThrow(
      expect.objectContaining({ code: 42201 }),
    );
  });

  it('what is too large is refused before it is read', () => {
    const { registry } = opened();
    expect(idOf(registry.register('s', avro(chain(200))))).toBe(1);
    expect(() => registry.register('t', avro(chain(60_000)))).toThrow(
      expect.objectContaining({ code: 42209 }),
    );
  });

  it('combinations of combinations are not compared for ever', () => {
    const { registry } = opened();
    registry.register('s', wide('string', 60));
    expect(() => registry.register('s', wide('integer', 60))).toThrow(
      expect.objectContaining({ code: 409, message: expect.stringContaining('too large to be compared') }),
    );
  });
});
