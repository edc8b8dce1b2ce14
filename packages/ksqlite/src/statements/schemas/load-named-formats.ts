import { loadSchemaFormats, namesSchemaFormat } from '../../formats/formats.ts';
import type { Statement } from '../../sql/ast/statement.ts';

/**
 * Loads the formats that a statement may need and that are not there yet (see formats.ts). Those of the sources that it reads are
 * there: the statement that made them named them.
 *
 * @param defaults the formats that are meant where none is said
 * @returns undefined: all are there. Else they are when this resolves.
 */
export function loadNamedFormats(
  statement: Statement,
  defaults: readonly (string | undefined)[],
): Promise<void> | undefined {
  const { subject } = statement.kind === 'Explain' ? statement : { subject: statement };
  const said = 'properties' in subject ? subject.properties.map(({ value }) => value) : [];
  // PRINT finds out what a topic's records are
  const needs = statement.kind === 'Print' || [...defaults, ...said].some(namesSchemaFormat);
  return needs ? loadSchemaFormats() : undefined;
}
