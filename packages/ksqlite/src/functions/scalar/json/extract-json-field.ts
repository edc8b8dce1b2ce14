import { STRING } from '../../../types/sql-type.ts';
import { defineScalar } from '../../signature/define-scalar.ts';
import { text } from '../../signature/parameter.ts';
import { strictTyped } from '../../signature/variant.ts';
import { type JsonNode, parseJson, textOfJson } from '../../values/json/json-node.ts';
import { jsonPath } from '../../values/json/json-path.ts';
import { lastMemo } from '../../values/last-memo.ts';

/** One step down; undefined where there is nothing. */
function down(value: JsonNode | undefined, step: string): JsonNode | undefined {
  if (value?.kind === 'object') return value.fields.get(step);
  return value?.kind === 'array' && /^[+-]?\d+$/.test(step) ? value.items[Number(step)] : undefined;
}

/** scalar-functions.md#extractjsonfield: texts without quotes, anything else as JSON; NULL where the path leads nowhere. */
export const extractJsonField = defineScalar(
  'EXTRACTJSONFIELD',
  'JSON',
  'What a path leads to in a JSON text.',
  [
    strictTyped([text, text], STRING, () => {
      const stepsOf = lastMemo(jsonPath);
      return (json, path) => {
        const steps = stepsOf(path);
        const found = steps.reduce<JsonNode | undefined>(down, parseJson(json));
        if (found === undefined) return steps.length === 0 ? '' : null;
        return textOfJson(found);
      };
    }),
  ],
);
