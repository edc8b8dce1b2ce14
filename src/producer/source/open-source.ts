import { type CatalogueParts, generatedCars } from '../generator/generate.ts';
import { openReplay } from '../replay/replay.ts';
import type { RecordSource } from './record-source.ts';
import type { SourceOptions } from './source-options.ts';

/**
 * The records that were asked for.
 *
 * @param warn is told of a file without records
 * @param catalogue whose parts generated cars are built of
 * @throws CommandError INPUT_UNREADABLE
 */
export async function openSource(
  source: SourceOptions,
  warn: (line: string) => void,
  catalogue?: CatalogueParts,
): Promise<RecordSource> {
  if (source.kind === 'cars')
    return generatedCars(catalogue === undefined ? source : { ...source, catalogue });
  const replay = await openReplay(source.file, source.rate);
  if (replay.total === 0)
    warn(`--input: ${source.file} holds no record, so nothing is sent: it wants a line of JSON each`);
  return replay;
}
