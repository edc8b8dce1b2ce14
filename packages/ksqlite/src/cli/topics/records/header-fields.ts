import { isUtf8 } from 'node:buffer';
import type { Header } from '../../../topics/port.ts';
import { bytesOfBase64 } from './field-format.ts';

/**
 * Headers as JSON: `{"name": "text"}`, where that gives them back as they are; else (a name twice, bytes that are no text)
 * `[{"key": …, "value": …}, {"key": …, "valueBase64": …}]`.
 */
export function headersJson(headers: readonly Header[]): string {
  if (headers.length === 0) return '{}';
  const names = new Set(headers.map(({ key }) => key));
  // an object puts names such as "7" first
  const inOrder = headers.every(({ key }) => !/^\d+$/.test(key));
  if (
    names.size === headers.length &&
    inOrder &&
    headers.every(({ value }) => value === null || isUtf8(value))
  )
    return `{${headers.map(({ key, value }) => `${JSON.stringify(key)}:${textOf(value)}`).join(',')}}`;
  const entries = headers.map(({ key, value }) =>
    value === null || isUtf8(value)
      ? `{"key":${JSON.stringify(key)},"value":${textOf(value)}}`
      : `{"key":${JSON.stringify(key)},"valueBase64":"${value.toString('base64')}"}`,
  );
  return `[${entries.join(',')}]`;
}

const textOf = (value: Buffer | null): string =>
  value === null ? 'null' : JSON.stringify(value.toString('utf8'));

/** The headers of a line, in either form. Throws Error, a sentence about them. */
export function headersOf(parsed: unknown): readonly Header[] {
  if (parsed === undefined || parsed === null) return [];
  if (Array.isArray(parsed)) return parsed.map(entryOf);
  if (typeof parsed !== 'object')
    throw new Error('"headers" must be an object of texts, or an array of {"key", "value"}');
  return Object.entries(parsed).map(([key, value]) => ({ key, value: bytesOf(key, value) }));
}

function entryOf(entry: unknown): Header {
  const { key, value, valueBase64 } = (entry ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof key !== 'string') throw new Error('"headers": an entry has no "key" that is a text');
  if (typeof valueBase64 === 'string') return { key, value: bytesOfBase64(valueBase64) };
  return { key, value: bytesOf(key, value) };
}

function bytesOf(key: string, value: unknown): Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') throw new Error(`"headers": ${JSON.stringify(key)} must be a text or null`);
  return Buffer.from(value);
}
