/** The price of an id, always the same: its 32-bit FNV-1a hash as 1.00 to 999.99. */
export function priceOf(id: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(id, 'utf8')) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return ((hash % 99_900) + 100) / 100;
}
