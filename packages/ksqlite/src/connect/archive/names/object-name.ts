export interface NameOptions {
  readonly topicsDir: string;
  readonly directoryDelim: string;
  readonly fileDelim: string;
  /** Digits of the offset, at least. */
  readonly padWidth: number;
  /** With its point. */
  readonly extension: string;
}

export interface NamedBy {
  readonly topic: string;
  readonly partition: number;
  /** The folder beneath the topic's. */
  readonly folder: string;
  /** Of its first record. */
  readonly offset: number;
}

/** As the plug-in names it: `topics/orders/partition=0/orders+0+0000000000.snappy.parquet`. */
export function objectName(
  { topicsDir, directoryDelim, fileDelim, padWidth, extension }: NameOptions,
  { topic, partition, folder, offset }: NamedBy,
): string {
  const file = [topic, partition, String(offset).padStart(padWidth, '0')].join(fileDelim);
  return [topicsDir, topic, folder, `${file}${extension}`].filter((part) => part !== '').join(directoryDelim);
}
