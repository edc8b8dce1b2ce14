import { array, BOOLEAN, INTEGER, type SqlType, STRING } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { generic, text } from '../../signature/parameter.ts';
import { strict, typed } from '../../signature/variant.ts';
import { type JsonNode, parseJson, writeJson } from '../../values/json/json-node.ts';

/** scalar-functions.md#json_array_length: NULL for what is not an array. */
export const jsonArrayLength = defineScalar(
  'JSON_ARRAY_LENGTH',
  'JSON',
  'How many values a JSON array has.',
  [
    strict([text], INTEGER, (json) => {
      const node = parseJson(json);
      return node?.kind === 'array' ? node.items.length : null;
    }),
  ],
);

/** scalar-functions.md#json_items */
export const jsonItems = defineScalar('JSON_ITEMS', 'JSON', 'The values of a JSON array, each as JSON.', [
  strict([text], array(STRING), (json) => {
    const node = parseJson(json);
    if (node?.kind !== 'array') throw new FunctionError(`Invalid JSON format: ${json}`);
    return node.items.map((item) => writeJson(item));
  }),
]);

type Same = (node: JsonNode, value: SqlValue) => boolean;

/** Kinds must agree: 1 is not in `[1.0]` and not in `["1"]`. */
function sameAs(type: SqlType | undefined): Same {
  switch (type?.kind) {
    case 'INTEGER':
    case 'BIGINT':
      return (node, value) =>
        node.kind === 'number' &&
        /^-?\d+$/.test(node.digits) &&
        BigInt(node.digits) === BigInt(value as number | bigint);
    case 'DOUBLE':
      return (node, value) =>
        node.kind === 'number' && /[.eE]/.test(node.digits) && Number(node.digits) === value;
    case 'STRING':
      return (node, value) => node.kind === 'text' && node.text === value;
    case 'BOOLEAN':
      return (node, value) => node.kind === 'word' && node.word === String(value);
    default:
      return () => false;
  }
}

function arrayIn(json: string): readonly JsonNode[] {
  try {
    const node = parseJson(json);
    return node?.kind === 'array' ? node.items : [];
  } catch {
    // Not JSON: nothing is in it.
    return [];
  }
}

/** scalar-functions.md#json_array_contains: NULL can be looked for too; FALSE for what is not an array. */
export const jsonArrayContains = defineScalar(
  'JSON_ARRAY_CONTAINS',
  'JSON',
  'Whether a JSON array has a value.',
  [
    typed([text, generic('T')], BOOLEAN, ({ generics }) => {
      const same = sameAs(generics.get('T'));
      const isNull = (node: JsonNode): boolean => node.kind === 'word' && node.word === 'null';
      return (json, value) => {
        if (json === null) return null;
        return arrayIn(json).some((node) => (value === null ? isNull(node) : same(node, value)));
      };
    }),
  ],
);
