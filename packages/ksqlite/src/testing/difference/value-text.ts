import type { Value } from '../../database/values/value.ts';

/** A value as a test's message shows it: JSON, numbers of any size by their digits, bytes in base64. */
export function valueText(value: Value): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string') return JSON.stringify(value);
  if (Buffer.isBuffer(value)) return JSON.stringify(value.toString('base64'));
  if (Array.isArray(value)) return `[${value.map(valueText).join(', ')}]`;
  const entries = Object.entries(value).map(([name, part]) => `${JSON.stringify(name)}: ${valueText(part)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}
