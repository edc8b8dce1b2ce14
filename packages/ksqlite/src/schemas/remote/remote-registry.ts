import { z } from 'zod';
import type {
  RegisteredSchema,
  ResolvedReference,
  SchemaReference,
  SchemaRegistry,
  SchemaText,
  SubjectVersion,
} from '../schema-registry.ts';
import type { RegistryAddress } from './registry-address.ts';
import { RegistryClient, type RegistryClientOptions } from './registry-client.ts';

/** ms for which an id that the registry does not have is not asked for again */
const ABSENT_MS = 10_000;
/** Ids that the registry does not have, at most so many are known: records can name any. */
const MAX_ABSENT = 1_000;
/** References of references: a registry has no cycles, what answers may not be one. */
const MAX_REFERENCES = 1_000;

const SCHEMA_ABSENT = [40403];
const VERSION_ABSENT = [40401, 40402];
/** Not there, or deleted before. */
const SUBJECT_ABSENT = [40401, 40404];

const reference = z.object({ name: z.string(), subject: z.string(), version: z.number().int() });
const schemaFields = {
  schema: z.string(),
  schemaType: z.enum(['AVRO', 'PROTOBUF', 'JSON']).nullish(),
  references: z.array(reference).nullish(),
};
const schemaAnswer = z.object(schemaFields);
const versionAnswer = z.object({
  ...schemaFields,
  subject: z.string(),
  version: z.number().int(),
  id: z.number().int(),
});
const registerAnswer = z.object({ id: z.number().int() });

/**
 * A Schema Registry over HTTP (Confluent's API). What an id means is kept: it never changes.
 *
 * What must stay true: `known` is in memory alone; whatever waits is a promise.
 */
export class RemoteRegistry implements SchemaRegistry {
  readonly #client: RegistryClient;
  readonly #now: () => number;
  readonly #known = new Map<number, RegisteredSchema>();
  /** Under way: several records wait for one answer. */
  readonly #loading = new Map<number, Promise<RegisteredSchema | undefined>>();
  /** When it may be asked for again. */
  readonly #absent = new Map<number, number>();

  constructor(address: RegistryAddress, options: RegistryClientOptions) {
    this.#client = new RegistryClient(address, options);
    this.#now = options.clock.now;
  }

  known(id: number): RegisteredSchema | undefined {
    return this.#known.get(id);
  }

  load(id: number): Promise<RegisteredSchema | undefined> {
    const known = this.#known.get(id);
    if (known !== undefined) return Promise.resolve(known);
    if ((this.#absent.get(id) ?? 0) > this.#now()) return Promise.resolve(undefined);
    const loading = this.#loading.get(id);
    if (loading !== undefined) return loading;
    const made = this.#load(id).finally(() => this.#loading.delete(id));
    this.#loading.set(id, made);
    return made;
  }

  async version(subject: string, version?: number): Promise<SubjectVersion | undefined> {
    const found = await this.#versionOf(subject, version ?? 'latest', false);
    if (found === undefined) return undefined;
    const { id, schema, schemaType, references } = found;
    const text = { type: schemaType ?? ('AVRO' as const), schema, references: references ?? [] };
    return { ...(await this.#registered(id, text)), subject: found.subject, version: found.version };
  }

  async register(subject: string, { type, schema, references }: SchemaText): Promise<RegisteredSchema> {
    const body = {
      schema,
      ...(type === 'AVRO' ? {} : { schemaType: type }),
      ...(references.length === 0 ? {} : { references }),
    };
    const path = `/subjects/${encodeURIComponent(subject)}/versions`;
    const answer = await this.#client.ask(path, registerAnswer, [], body);
    if (answer === undefined) throw new Error('a registration without an answer');
    this.#absent.delete(answer.id);
    return this.#registered(answer.id, { type, schema, references });
  }

  async remove(subject: string): Promise<void> {
    const path = `/subjects/${encodeURIComponent(subject)}`;
    await this.#client.ask(path, z.array(z.number()), SUBJECT_ABSENT, undefined, 'DELETE');
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  async #load(id: number): Promise<RegisteredSchema | undefined> {
    const found = await this.#client.ask(`/schemas/ids/${id}`, schemaAnswer, SCHEMA_ABSENT);
    if (found === undefined) {
      if (this.#absent.size >= MAX_ABSENT) this.#absent.clear();
      this.#absent.set(id, this.#now() + ABSENT_MS);
      return undefined;
    }
    const { schema, schemaType, references } = found;
    return this.#registered(id, { type: schemaType ?? 'AVRO', schema, references: references ?? [] });
  }

  async #registered(id: number, text: SchemaText): Promise<RegisteredSchema> {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const resolved = new Map<string, string>();
    await this.#resolveInto(resolved, new Set(), text.references);
    const made = { id, ...text, resolved: [...resolved].map(toResolved) };
    this.#known.set(id, made);
    return made;
  }

  async #resolveInto(
    found: Map<string, string>,
    visited: Set<string>,
    references: readonly SchemaReference[],
  ): Promise<void> {
    for (const { name, subject, version } of references) {
      if (visited.has(name) || visited.size >= MAX_REFERENCES) continue;
      visited.add(name);
      const referred = await this.#versionOf(subject, version, true);
      if (referred === undefined) continue;
      await this.#resolveInto(found, visited, referred.references ?? []);
      found.set(name, referred.schema);
    }
  }

  /** @param deletedToo of a reference: a version that is deleted still says what it means */
  #versionOf(subject: string, version: number | 'latest', deletedToo: boolean) {
    const query = deletedToo ? '?deleted=true' : '';
    const path = `/subjects/${encodeURIComponent(subject)}/versions/${version}${query}`;
    return this.#client.ask(path, versionAnswer, VERSION_ABSENT);
  }
}

const toResolved = ([name, schema]: readonly [string, string]): ResolvedReference => ({ name, schema });
