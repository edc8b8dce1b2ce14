import type { Entity } from '../../../client/answers/answers.ts';
import type { Page } from '../table/format-table.ts';

/** Gives the lines that show an entity; undefined for one that is not of the expected form. */
export type EntityFormat = (entity: Entity, page: Page) => readonly string[] | undefined;
