import type { ByteWriter } from '../../../log/bytes/byte-writer.ts';
import type { SqlType } from '../../../types/sql-type.ts';
import type { SqlValue } from '../../../types/sql-value.ts';
import type { Column } from '../../codec.ts';
import { isPlain } from './quote.ts';
import { fieldPrefix, writer } from './write-value.ts';

type WriteInto = (to: ByteWriter, value: SqlValue) => void;

/**
 * An object of the columns in order, as `fieldsWriter` has it, piece by piece into a buffer: the whole is never a string,
 * which would be built, flattened, copied and thrown away for every record.
 */
export function fieldsInto(
  columns: readonly Column[],
): (to: ByteWriter, row: readonly SqlValue[], first: number) => void {
  const prefixes = columns.map(({ name }, i) => fieldPrefix(name, i));
  const writes = columns.map(({ type }) => writerInto(type));
  const count = columns.length;
  if (count === 0) return (to) => to.text('{}');
  return (to, row, first) => {
    for (let i = 0; i < count; i++) {
      to.text(prefixes[i] as string);
      (writes[i] as WriteInto)(to, row[first + i] as SqlValue);
    }
    to.text('}');
  };
}

/** What `Double.toString` writes as the integer and `.0`. */
const isSmallWhole = (value: SqlValue): value is number =>
  Number.isInteger(value) && Math.abs(value as number) < 1e7 && value !== 0;

function writerInto(type: SqlType): WriteInto {
  const write = writer(type);
  switch (type.kind) {
    case 'STRING':
      return (to, value) => {
        if (value === null || !isPlain(value as string)) {
          to.text(write(value));
          return;
        }
        to.text('"');
        to.text(value as string);
        to.text('"');
      };
    case 'DOUBLE':
      return (to, value) => {
        if (!isSmallWhole(value)) {
          to.text(write(value));
          return;
        }
        to.text(`${value}`);
        to.text('.0');
      };
    case 'ARRAY': {
      const writeItem = writerInto(type.element);
      return (to, value) => {
        if (value === null || (value as readonly SqlValue[]).length === 0) {
          to.text(write(value));
          return;
        }
        let before = '[';
        for (const item of value as readonly SqlValue[]) {
          to.text(before);
          writeItem(to, item);
          before = ',';
        }
        to.text(']');
      };
    }
    default:
      return (to, value) => to.text(write(value));
  }
}
