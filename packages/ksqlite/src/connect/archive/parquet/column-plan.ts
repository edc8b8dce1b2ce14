/**
 * A column of a Parquet file for a field of Connect's data: its place in the schema, and how a value becomes what the writer takes.
 * Connect's Decimal, Date, Time and Timestamp are Parquet's own types of these names, as the plug-in has them by way of Avro; all that
 * has another name is what its type says.
 */
import type { DataSchema, DataValue } from '../../data.ts';
import { bigintOf, decimalOf } from './decimals.ts';
import type { SchemaElement } from './parquet-package.ts';
import { plainCell } from './plain-cell.ts';

export interface ColumnPlan {
  readonly name: string;
  /** It, and what is beneath it, in the order in which they are met. */
  readonly elements: readonly SchemaElement[];
  /** @throws Error for a value that is not of the column's type; null: it is not there */
  readonly cell: (value: DataValue) => unknown;
}

/**
 * @param optional whether the column may be null
 * @throws Error for what Parquet does not have
 */
export function columnPlan(
  name: string,
  schema: DataSchema,
  optional = schema.optional === true,
): ColumnPlan {
  const repetition_type = optional ? 'OPTIONAL' : 'REQUIRED';
  const { elements, cell } = partOf(name, schema, { name, repetition_type });
  return {
    name,
    elements,
    cell: (value) => {
      if (value !== null && value !== undefined) return cell(value);
      if (!optional) throw new Error(`${name} is null, and its schema says that it never is`);
      return null;
    },
  };
}

type Part = Omit<ColumnPlan, 'name'>;

function partOf(name: string, schema: DataSchema, own: SchemaElement): Part {
  switch (schema.type) {
    case 'struct':
      return structPart(name, schema.fields, own);
    case 'array':
      return arrayPart(schema.items, own);
    case 'map':
      return mapPart(name, schema, own);
    default:
      return { elements: [{ ...own, ...leafOf(schema) }], cell: leafCell(name, schema) };
  }
}

function structPart(
  name: string,
  fields: readonly { readonly field: string; readonly schema: DataSchema }[],
  own: SchemaElement,
): Part {
  if (fields.length === 0) throw new Error(`${name} is a STRUCT without fields, which Parquet does not have`);
  const plans = fields.map(({ field, schema }) => columnPlan(field, schema));
  return {
    elements: [{ ...own, num_children: plans.length }, ...plans.flatMap(({ elements }) => elements)],
    cell: (value) => {
      if (!isObject(value)) throw new Error(`${name} is not a STRUCT`);
      return Object.fromEntries(plans.map((plan) => [plan.name, plan.cell(value[plan.name] ?? null)]));
    },
  };
}

/** A list of three levels, as the format's LogicalTypes.md has it. */
function arrayPart(items: DataSchema, own: SchemaElement): Part {
  const element = columnPlan('element', items);
  return {
    elements: [
      { ...own, converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...element.elements,
    ],
    cell: (value) => {
      if (!Array.isArray(value)) throw new Error(`${own.name} is not an ARRAY`);
      return value.map(element.cell);
    },
  };
}

function mapPart(name: string, schema: Extract<DataSchema, { type: 'map' }>, own: SchemaElement): Part {
  if (schema.keys.type !== 'string') throw new Error(`${name} is a MAP whose keys are not texts`);
  const key = columnPlan('key', schema.keys, false);
  const each = columnPlan('value', schema.values);
  return {
    elements: [
      { ...own, converted_type: 'MAP', num_children: 1 },
      { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
      ...key.elements,
      ...each.elements,
    ],
    cell: (value) => {
      if (!isObject(value)) throw new Error(`${name} is not a MAP`);
      return Object.entries(value).map(([one, of]) => ({ key: key.cell(one), value: each.cell(of) }));
    },
  };
}

type Leaf = Extract<DataSchema, { type: Exclude<DataSchema['type'], 'struct' | 'array' | 'map'> }>;

const CONNECT = 'org.apache.kafka.connect.data.';

function leafOf(schema: Leaf): Omit<SchemaElement, 'name'> {
  if (schema.name === `${CONNECT}Decimal` && schema.type === 'bytes') return decimalOf(schema).element;
  if (schema.name === `${CONNECT}Date` && schema.type === 'int32')
    return { type: 'INT32', converted_type: 'DATE' };
  if (schema.name === `${CONNECT}Time` && schema.type === 'int32')
    return { type: 'INT32', converted_type: 'TIME_MILLIS' };
  if (schema.name === `${CONNECT}Timestamp` && schema.type === 'int64')
    return { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' };
  return LEAVES[schema.type];
}

const LEAVES: Readonly<Record<Leaf['type'], Omit<SchemaElement, 'name'>>> = {
  int8: { type: 'INT32', converted_type: 'INT_8' },
  int16: { type: 'INT32', converted_type: 'INT_16' },
  int32: { type: 'INT32' },
  int64: { type: 'INT64' },
  float32: { type: 'FLOAT' },
  float64: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  bytes: { type: 'BYTE_ARRAY' },
};

function leafCell(name: string, schema: Leaf): (value: DataValue) => unknown {
  if (schema.name !== `${CONNECT}Decimal` || schema.type !== 'bytes') return plainCell(name, schema.type);
  const { limit } = decimalOf(schema);
  return (value) => {
    if (!(value instanceof Uint8Array)) throw new Error(`${name} is not a DECIMAL`);
    const unscaled = bigintOf(value);
    if (unscaled >= limit || unscaled <= -limit)
      throw new Error(`${name} has more digits than its schema says`);
    return unscaled;
  };
}

const isObject = (value: DataValue): value is { readonly [field: string]: DataValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
