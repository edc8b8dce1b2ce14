import type { DataValue } from '../../data.ts';
import { type ColumnType, UnfitValue } from './column-type.ts';

/** An array of one dimension, of what `element` reads. Debezium says of enums alone that no element is null. */
export const arrayType = (element: ColumnType, optional: boolean, unavailable: string): ColumnType => ({
  schema: { type: 'array', items: { ...element.schema, optional } },
  read: (text) => readArray(text, element.read),
  unavailable: unavailableItems(element, unavailable),
});

/** The placeholder, as an array of text; of numbers its bytes. */
function unavailableItems(element: ColumnType, placeholder: string): DataValue {
  const { type } = element.schema;
  if (type === 'int16' || type === 'int32' || type === 'int64') return [...Buffer.from(placeholder)];
  if (type === 'string') return [placeholder];
  return [];
}

/**
 * `{1,NULL,"a \"b\""}`, with bounds in front where they are not from 1 on.
 *
 * @throws UnfitValue at more dimensions than one: the schema has no place for them
 */
function readArray(text: string, read: (text: string) => DataValue): readonly DataValue[] {
  const items: DataValue[] = [];
  let at = text.indexOf('{') + 1;
  const end = text.length - 1;
  while (at < end) {
    if (text[at] === '{') throw new UnfitValue('an array of arrays');
    if (text[at] === '"') {
      let item = '';
      for (at++; text[at] !== '"'; at++) {
        if (text[at] === '\\') at++;
        item += text[at];
      }
      at += 2;
      items.push(read(item));
    } else {
      const comma = text.indexOf(',', at);
      const stop = comma < 0 ? end : comma;
      const item = text.slice(at, stop);
      items.push(item === 'NULL' ? null : read(item));
      at = stop + 1;
    }
  }
  return items;
}
