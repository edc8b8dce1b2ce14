import { type SchemaInfo, schemaInfo } from './field-info.ts';
import type { Inspected } from './inspected.ts';

/** SHOW TYPES: by name, in the order they were made. */
export const listTypes = (engine: Pick<Inspected, 'types'>): Readonly<Record<string, SchemaInfo>> =>
  Object.fromEntries([...engine.types()].map(([name, type]) => [name, schemaInfo(type)]));
