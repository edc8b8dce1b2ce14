import { generatedCars } from '../generator/generate.ts';
import { openReplay } from '../replay/replay.ts';
import type { RecordSource } from './record-source.ts';
import type { SourceOptions } from './source-options.ts';

/** The records that were asked for. Throws CommandError INPUT_UNREADABLE. */
export async function openSource(source: SourceOptions): Promise<RecordSource> {
  return source.kind === 'input' ? openReplay(source.file, source.rate) : generatedCars(source);
}
