import { z } from 'zod';

/** A type as ksqlDB's answers write it, as a tree. */
export interface Schema {
  readonly type: string;
  readonly fields?: readonly Field[] | null;
  readonly memberSchema?: Schema | null;
  readonly parameters?: { readonly precision?: number; readonly scale?: number } | null;
}
export interface Field {
  readonly name: string;
  readonly schema: Schema;
  /** KEY or HEADER, where it is one */
  readonly type?: string | null;
  readonly headerKey?: string | null;
}

export const schema: z.ZodType<Schema> = z.lazy(() =>
  z.object({
    type: z.string(),
    fields: z.array(field).nullish(),
    memberSchema: schema.nullish(),
    parameters: z.object({ precision: z.number().optional(), scale: z.number().optional() }).nullish(),
  }),
);
export const field: z.ZodType<Field> = z.object({
  name: z.string(),
  schema,
  type: z.string().nullish(),
  headerKey: z.string().nullish(),
});

/** The type as one writes it in SQL. */
export function typeText({ type, fields, memberSchema, parameters }: Schema): string {
  const member = memberSchema == null ? '' : typeText(memberSchema);
  switch (type) {
    case 'STRING':
      return 'VARCHAR';
    case 'ARRAY':
      return `ARRAY<${member}>`;
    case 'MAP':
      return `MAP<STRING, ${member}>`;
    case 'STRUCT':
      return `STRUCT<${(fields ?? []).map((one) => `${one.name} ${typeText(one.schema)}`).join(', ')}>`;
    case 'DECIMAL':
      return parameters?.precision === undefined
        ? type
        : `DECIMAL(${parameters.precision}, ${parameters.scale ?? 0})`;
    default:
      return type;
  }
}
