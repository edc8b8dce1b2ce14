import type { Operation } from '../document/operation-of.ts';

/** The lines of an operation in a request to `_bulk`. */
export function bulkLines({ index, id, version, document }: Operation): string {
  const place = JSON.stringify({
    _index: index,
    _id: id,
    ...(version === undefined ? {} : { version, version_type: 'external' }),
  });
  return document === undefined ? `{"delete":${place}}\n` : `{"index":${place}}\n${document}\n`;
}

/** An operation with its lines. */
export interface BulkItem {
  readonly operation: Operation;
  readonly lines: string;
}

/**
 * Shares operations out to lanes that are sent at one time, each in requests one after the other: those of one document are in one lane, in
 * their order.
 */
export function lanesOf(items: readonly BulkItem[], lanes: number): readonly (readonly BulkItem[])[] {
  if (lanes <= 1) return [items];
  const shared: BulkItem[][] = Array.from({ length: lanes }, () => []);
  for (const item of items) shared[hashOf(item.operation.id) % lanes]?.push(item);
  return shared.filter((lane) => lane.length > 0);
}

/** The first items of these, as many as one request may have; at least one. */
export function firstRequest(
  items: readonly BulkItem[],
  { batchSize, batchBytes }: { readonly batchSize: number; readonly batchBytes: number },
): readonly BulkItem[] {
  let bytes = 0;
  let count = 0;
  for (const { lines } of items) {
    bytes += Buffer.byteLength(lines);
    if (count === batchSize || (count > 0 && bytes > batchBytes)) break;
    count++;
  }
  return items.slice(0, count);
}

function hashOf(id: string): number {
  let hash = 0;
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) >>> 0;
  return hash;
}
