import { array, BOOLEAN, map, STRING } from '../../../types/sql-type.ts';
import { FunctionError } from '../../function-error.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { nullable, strict, variadic } from '../../signature/variant.ts';
import { inHashOrder } from '../../values/java/hash-map.ts';
import { type JsonNode, parseJson, textOfJson, writeJson } from '../../values/json/json-node.ts';

/** scalar-functions.md#json_keys: NULL for what is not an object. */
export const jsonKeys = defineScalar('JSON_KEYS', 'JSON', 'The names in a JSON object.', [
  strict([text], array(STRING), (json) => {
    const node = parseJson(json);
    return node?.kind === 'object' ? [...node.fields.keys()] : null;
  }),
]);

/** scalar-functions.md#json_records: texts without quotes, anything else as JSON. */
export const jsonRecords = defineScalar('JSON_RECORDS', 'JSON', 'A JSON object as a map.', [
  strict([text], map(STRING, STRING), (json) => {
    const node = parseJson(json);
    if (node?.kind !== 'object') return null;
    const records = new Map([...node.fields].map(([name, field]) => [name, textOfJson(field)]));
    return inHashOrder(records, records.size);
  }),
]);

/** scalar-functions.md#is_json_string: FALSE for NULL. */
export const isJsonString = defineScalar('IS_JSON_STRING', 'JSON', 'Whether a text is JSON.', [
  nullable([text], BOOLEAN, (json) => {
    try {
      return json !== null && parseJson(json) !== undefined;
    } catch {
      return false;
    }
  }),
]);

const asItems = (node: JsonNode): readonly JsonNode[] => (node.kind === 'array' ? node.items : [node]);

function joined(nodes: readonly JsonNode[]): JsonNode {
  if (nodes.length === 1 && nodes[0] !== undefined) return nodes[0];
  const objects = nodes.flatMap((node) => (node.kind === 'object' ? [node] : []));
  return objects.length === nodes.length
    ? { kind: 'object', fields: new Map(objects.flatMap((node) => [...node.fields])) }
    : { kind: 'array', items: nodes.flatMap(asItems) };
}

/** scalar-functions.md#json_concat: objects become one object, anything else one array; NULL among them gives NULL. */
export const jsonConcat = defineScalar('JSON_CONCAT', 'JSON', 'JSON texts as one.', [
  variadic([], text, STRING, () => (...texts: (string | null)[]) => {
    if (texts.length === 0) throw new FunctionError('JSON_CONCAT: nothing to concatenate');
    const nodes: JsonNode[] = [];
    for (const json of texts) {
      const node = json === null ? undefined : parseJson(json);
      if (node === undefined) return null;
      nodes.push(node);
    }
    return writeJson(joined(nodes), true);
  }),
]);
