import type { Entity } from '../../../client/answers/answers.ts';
import { visible } from '../table/cell-text.ts';
import type { Page } from '../table/format-table.ts';
import { formatConnector } from './connector-description.ts';
import type { EntityFormat } from './entity-format.ts';
import { formatFunction } from './function-description.ts';
import { formatList } from './lists.ts';
import { formatOutcome } from './outcomes.ts';
import { formatQueries, formatQuery } from './query-description.ts';
import { formatSource, formatSources } from './source-description.ts';

const BY_TYPE: Readonly<Record<string, EntityFormat>> = {
  currentStatus: formatOutcome,
  warning_entity: formatOutcome,
  assert_topic: formatOutcome,
  assert_schema: formatOutcome,
  terminate_query: formatOutcome,
  connector_info: formatOutcome,
  drop_connector: formatOutcome,
  connector_description: formatConnector,
  sourceDescription: formatSource,
  source_descriptions: formatSources,
  queryDescription: formatQuery,
  query_descriptions: formatQueries,
  describe_function: formatFunction,
};

/** What a statement came to, for a person; what is not known here as its JSON. */
export function formatEntity(entity: Entity, page: Page): readonly string[] {
  const format = BY_TYPE[entity['@type']] ?? formatList;
  return [
    ...(format(entity, page) ?? formatUnknown(entity)),
    ...entity.warnings.map(({ message }) => page.colors.yellow(`warning: ${visible(message)}`)),
  ];
}

function formatUnknown({ warnings, statementText, ...entity }: Entity): readonly string[] {
  return JSON.stringify(entity, undefined, 2).split('\n').map(visible);
}
