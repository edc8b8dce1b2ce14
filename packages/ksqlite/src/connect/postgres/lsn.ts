/**
 * A place in PostgreSQL's write-ahead log, in bytes. A number: it is exact up to 2^53, nine petabytes of changes.
 */
const HIGH = 2 ** 32;

/** As PostgreSQL writes it: `16/B374D848`. */
export const lsnText = (lsn: number): string =>
  `${Math.floor(lsn / HIGH).toString(16)}/${(lsn % HIGH).toString(16)}`.toUpperCase();

/** @throws Error where it is not one */
export function parseLsn(text: string): number {
  const [, high, low] = /^([0-9A-Fa-f]{1,8})\/([0-9A-Fa-f]{1,8})$/.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new Error(`not a place in a write-ahead log: ${text}`);
  return Number.parseInt(high, 16) * HIGH + Number.parseInt(low, 16);
}

export const readLsn = (bytes: Buffer, at: number): number =>
  bytes.readUInt32BE(at) * HIGH + bytes.readUInt32BE(at + 4);

export function writeLsn(bytes: Buffer, lsn: number, at: number): void {
  bytes.writeUInt32BE(Math.floor(lsn / HIGH), at);
  bytes.writeUInt32BE(lsn % HIGH, at + 4);
}
