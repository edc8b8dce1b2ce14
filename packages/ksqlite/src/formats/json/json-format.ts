import type { Column, Format } from '../codec.ts';
import { hasOtherMapKeys } from '../other-map-keys.ts';
import { jsonCodec } from './json-codec.ts';

/** VALUE_FORMAT='JSON'. */
export const JSON_FORMAT: Format = {
  name: 'JSON',
  refuse: (columns: readonly Column[]) =>
    columns.some(({ type }) => hasOtherMapKeys(type))
      ? 'JSON only supports MAP types with STRING keys'
      : undefined,
  codec: (columns, { role, wrapSingle }) => {
    const isSingle = columns.length === 1;
    return jsonCodec(columns, !isSingle || (role === 'value' && wrapSingle));
  },
};
