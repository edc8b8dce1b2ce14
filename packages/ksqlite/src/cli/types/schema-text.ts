import type { Column } from '../../formats/codec.ts';
import type { Source } from '../../metastore/source.ts';
import { nameText, propertyText, typeText } from './type-text.ts';

/**
 * The types of streams and tables as a file of TypeScript: `Schema`, by source its row, its key and what may be inserted. It imports
 * nothing.
 */
export const schemaText = (sources: readonly Source[]): string =>
  `// Made by \`ksqlite types\`. To change it, change the SQL and make it again.

/** Streams and tables, for \`openDatabase<Schema>()\`. */
export type Schema = {
${[...sources]
  .sort((a, b) => (a.name < b.name ? -1 : 1))
  .map(sourceText)
  .join('')}};
`;

function sourceText(source: Source): string {
  const { name, kind, keys, values, headers, window } = source;
  const isTable = kind === 'TABLE';
  const given = ({ name: of, type }: Column): string => propertyText(of, type, 'given');
  // the key of a table's row is never NULL, but one of several columns may be in part
  const key = ({ name: of, type }: Column): string =>
    isTable && keys.length === 1
      ? `readonly ${nameText(of)}: ${typeText(type, 'given')}`
      : given({ name: of, type });
  const bounds = window === undefined ? [] : ['readonly WINDOWSTART: number', 'readonly WINDOWEND: number'];
  const keyColumns = [...keys.map(key), ...bounds];
  const row = [...keyColumns, ...[...values, ...headers].map(given)];
  const taken = [...keys, ...values].map(({ name: of, type }) => propertyText(of, type, 'taken'));
  const isReadOnly = source.readOnly || window !== undefined;
  return `  /** ${kind}${window === undefined ? '' : `, ${window.type} windows`} */
  ${nameText(name)}: {
    row: ${objectText(row)};
    key: ${objectText(keyColumns)};
    insert: ${isReadOnly ? 'never' : objectText([...taken, 'readonly ROWTIME?: number | undefined'])};
  };
`;
}

const objectText = (properties: readonly string[]): string =>
  properties.length === 0 ? '{}' : `{\n${properties.map((property) => `      ${property};\n`).join('')}    }`;
