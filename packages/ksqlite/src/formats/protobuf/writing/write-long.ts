const HIGH = 2 ** 32;

/** A little-endian 64-bit integer. */
export function writeLong(bytes: Buffer, value: number | bigint, at: number): void {
  if (typeof value === 'bigint') {
    bytes.writeBigInt64LE(BigInt.asIntN(64, value), at);
    return;
  }
  const high = Math.floor(value / HIGH);
  bytes.writeUInt32LE(value - high * HIGH, at);
  bytes.writeInt32LE(high, at + 4);
}
