import type { RecordSource } from './due-record.ts';
import { generatedCars } from './generate.ts';
import { openReplay } from './replay.ts';
import type { SourceOptions } from './source-options.ts';

/** The records that were asked for. Throws CommandError INPUT_UNREADABLE. */
export async function openSource(source: SourceOptions): Promise<RecordSource> {
  return source.kind === 'input' ? openReplay(source.file, source.rate) : generatedCars(source);
}
