import type { Clock } from '../../../clock/clock.ts';
import { formatEntity } from '../entities/format-entity.ts';
import { visible } from '../table/cell-text.ts';
import type { Page } from '../table/format-table.ts';
import type { Output } from './output.ts';
import type { Screen } from './screen.ts';
import { tableSink } from './table-sink.ts';

export interface TableOutputOptions {
  readonly screen: Screen;
  /** Asked for each result, and each row: a terminal changes its width. */
  readonly page: () => Page;
  readonly clock: Clock;
}

/** Tables and texts for people. */
export function tableOutput({ screen, page, clock }: TableOutputOptions): Output {
  const lines = (texts: readonly string[]): void => screen.write(texts.map((text) => `${text}\n`).join(''));
  return {
    entity: (entity) => lines([...formatEntity(entity, page()), '']),
    rows: (columns) => tableSink(columns, { lines, page, clock }),
    printed: (line) => lines([visible(line)]),
    note: (text) => lines([page().colors.dim(text), '']),
    room: screen.room,
  };
}
