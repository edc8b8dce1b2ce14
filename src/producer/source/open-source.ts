import { generatedCars } from '../generator/generate.ts';
import { openReplay } from '../replay/replay.ts';
import type { RecordSource } from './record-source.ts';
import type { SourceOptions } from './source-options.ts';

/**
 * The records that were asked for.
 *
 * @param warn is told of a file without records
 * @throws CommandError INPUT_UNREADABLE
 */
export async function openSource(source: SourceOptions, warn: (line: string) => void): Promise<RecordSource> {
  if (source.kind === 'cars') return generatedCars(source);
  const replay = await openReplay(source.file, source.rate);
  if (replay.total === 0)
    warn(`--input: ${source.file} holds no record, so nothing is sent: it wants a line of JSON each`);
  return replay;
}
