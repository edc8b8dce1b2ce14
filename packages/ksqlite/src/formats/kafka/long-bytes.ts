const HIGH = 2 ** 32;

/** A big-endian 64-bit integer: a number while that is exact, a bigint beyond (see `SqlValue`). */
export function readLong(bytes: Buffer, at: number): number | bigint {
  const narrow = bytes.readInt32BE(at) * HIGH + bytes.readUInt32BE(at + 4);
  return Number.isSafeInteger(narrow) ? narrow : bytes.readBigInt64BE(at);
}

export function writeLong(bytes: Buffer, value: number | bigint, at: number): void {
  if (typeof value === 'bigint') {
    bytes.writeBigInt64BE(value, at);
    return;
  }
  const high = Math.floor(value / HIGH);
  bytes.writeInt32BE(high, at);
  bytes.writeUInt32BE(value - high * HIGH, at + 4);
}
