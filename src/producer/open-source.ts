import type { SourceOptions } from '../command/options/source-options.ts';
import type { RecordSource } from './due-record.ts';
import { generatedCars } from './generate.ts';
import { openReplay } from './replay.ts';

/** The records that were asked for. Throws LineError INPUT_UNREADABLE. */
export async function openSource(source: SourceOptions): Promise<RecordSource> {
  return source.kind === 'input' ? openReplay(source.file, source.rate) : generatedCars(source);
}
