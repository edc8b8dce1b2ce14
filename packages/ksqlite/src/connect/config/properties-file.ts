/**
 * The keys and values of a Java properties file: `key=value` or `key: value`, comments with `#` or `!`, a backslash at the end
 * continues a line. Escapes but `\\`, `\:`, `\=`, `\#` and `\!` are kept as they are.
 */
export function propertiesOf(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  const lines = text.replace(/\\\r?\n[ \t]*/g, '').split(/\r?\n/);
  for (const line of lines) {
    const [, key, value = ''] =
      /^\s*((?:\\.|[^\s=:#!\\])(?:\\.|[^\s=:\\])*)\s*[=:\s]?\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined) properties.set(unescaped(key), unescaped(value));
  }
  return properties;
}

const unescaped = (text: string): string => text.replace(/\\([\\:=#!])/g, '$1');
