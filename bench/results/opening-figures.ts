import type { Figures } from './figures.ts';

const MB = 2 ** 20;

/** What a process tells of how it opened a data folder; moments in ms since the epoch. */
export interface Opening {
  readonly startedAt: number;
  readonly loadedAt: number;
  readonly openedAt: number;
  readonly appliedAt: number;
  readonly peakRssMb: number;
  /** bytes in the data folder when it was opened */
  readonly diskBytes: number;
}

/** The stages of it, one behind the other, from when the process was asked for. */
export const openingFigures = (
  spawnedAt: number,
  { startedAt, loadedAt, openedAt, appliedAt, peakRssMb, diskBytes }: Opening,
): Figures => ({
  startMs: startedAt - spawnedAt,
  loadMs: loadedAt - startedAt,
  openMs: openedAt - loadedAt,
  scriptsMs: appliedAt - openedAt,
  peakRssMb,
  diskMb: diskBytes / MB,
});
