import type { Command as Parser } from 'commander';
import { z } from 'zod';
import { readValue, type Value } from '../support/options/value.ts';
import {
  type FieldFormatName,
  type FieldFormats,
  FORMAT_NAMES,
  fieldFormatNamed,
} from './records/field-format.ts';

/** As texts. */
export interface GivenFormats {
  readonly keyFormat?: string;
  readonly valueFormat?: string;
}

const FORMAT: Value<FieldFormatName> = {
  schema: z.string().transform((text, context) => {
    const name = fieldFormatNamed(text);
    if (name !== undefined) return name;
    context.addIssue('unknown');
    return z.NEVER;
  }),
  wants: FORMAT_NAMES,
};

/** @throws CommandError USAGE */
export const formatOptions = (given: GivenFormats): FieldFormats => ({
  key: readValue('--key-format', FORMAT, given.keyFormat) ?? 'TEXT',
  value: readValue('--value-format', FORMAT, given.valueFormat) ?? 'JSON',
});

export const addFormatOptions = (parser: Parser): Parser =>
  parser
    .option('--key-format <F>', 'of keys: TEXT (default), JSON, INT, BIGINT, DOUBLE, BASE64, AVRO …')
    .option(
      '--value-format <F>',
      'of values: JSON (default; text where it is none), TEXT, INT, BIGINT, DOUBLE, BASE64; AVRO, PROTOBUF and JSON_SR by the Schema Registry',
    );
