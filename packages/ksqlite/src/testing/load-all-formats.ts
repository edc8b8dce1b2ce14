/** A test driver can't wait for a format that a statement names: whoever imports it has them all. */
import { useSchemaFormats } from '../formats/formats.ts';
import { SCHEMA_FORMATS } from '../formats/schema-formats.ts';
import { useSchemaParsers } from '../schemas/parse-schema.ts';
import { SCHEMA_PARSERS } from '../schemas/schema-parsers.ts';

useSchemaFormats(SCHEMA_FORMATS);
useSchemaParsers(SCHEMA_PARSERS);
