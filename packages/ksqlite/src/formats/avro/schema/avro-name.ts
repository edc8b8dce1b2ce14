import { SchemaError } from '../../schema-format.ts';
import type { AvroName } from './avro-type.ts';

export const PRIMITIVE_NAMES: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

/** A name for a message: schemas come from outside, and their names are as long as they like. */
export const short = (name: string): string => (name.length > 300 ? `${name.slice(0, 300)}…` : name);

/** The name, where Avro's `Schema.validateName` takes it (letters of any alphabet, unlike the specification). Throws SchemaError. */
export function validName(name: string): string {
  if (name === '') throw new SchemaError('Empty name');
  if (!/^[\p{L}_]/u.test(name)) throw new SchemaError(`Illegal initial character: ${short(name)}`);
  if (!/^[\p{L}\p{Nd}_]*$/u.test(name)) throw new SchemaError(`Illegal character in: ${short(name)}`);
  return name;
}

/** A name with its namespace, or one in the namespace given; undefined: in none (`Schema.Name`). Throws SchemaError. */
export function avroName(text: string, namespace: string | undefined): AvroName {
  const dot = text.lastIndexOf('.');
  const simple = validName(text.slice(dot + 1));
  const space = dot < 0 ? namespace : text.slice(0, dot);
  return { simple, full: space === undefined || space === '' ? simple : `${space}.${simple}` };
}

/** Undefined: the name is in no namespace. */
export function namespaceOf({ simple, full }: AvroName): string | undefined {
  return full === simple ? undefined : full.slice(0, full.length - simple.length - 1);
}
