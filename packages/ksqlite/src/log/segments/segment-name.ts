/** Segments are named by the sequence of their first commit, so that names sort in order. */
export const segmentName = (firstSequence: number): string =>
  `${String(firstSequence).padStart(16, '0')}.seg`;

/** The sequence of a segment's first commit. */
export const firstSequenceOf = (segment: string): number => Number(segment.slice(0, 16));

export const segmentNames = (files: readonly string[]): readonly string[] =>
  files.filter((file) => /^\d{16}\.seg$/.test(file)).sort();

/** Magic and format version: a change of a commit's layout changes the last digit. */
export const SEGMENT_MAGIC = Buffer.from('KSQLLOG3', 'latin1');
export const SEGMENT_MAGIC_BYTES = SEGMENT_MAGIC.length;

/** Whether these bytes begin a segment of this or another format version. */
export const isSegmentMagic = (bytes: Buffer): boolean => /^KSQLLOG\d$/.test(bytes.toString('latin1'));
