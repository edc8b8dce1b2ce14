import type { CreateConnector } from '../../sql/ast/statement.ts';
import { formatName, formatString } from '../../sql/printer/names.ts';

/** The statement as answers and logs show it: of its values the class alone (ksqlDB's QueryMask). */
export function maskedConnector({ connectorKind, ifNotExists, name, properties }: CreateConnector): string {
  const masked = properties.map(({ key, value }) => {
    const shown = key.toLowerCase() === 'connector.class' ? formatString(String(value)) : "'[string]'";
    return `${formatString(key)}=${shown}`;
  });
  const condition = ifNotExists ? ' IF NOT EXISTS' : '';
  return `CREATE ${connectorKind} CONNECTOR${condition} ${formatName(name.text)} WITH (${masked.join(', ')});`;
}
