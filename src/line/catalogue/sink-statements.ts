import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CATALOGUE_SQL_FOLDER } from '../sql-folder.ts';

/** Where the catalogue is taken to. */
export interface CatalogueSinks {
  /** Of OpenSearch or Elasticsearch. */
  readonly opensearch: string | undefined;
  /** Of Neo4j. */
  readonly neo4j: string | undefined;
}

const USER = `'neo4j.authentication.basic.username' = '\${env:NEO4J_USER}',
  'neo4j.authentication.basic.password' = '\${env:NEO4J_PASSWORD}',`;

/**
 * The statements of ksql/catalogue/connectors that are asked for, with these addresses: what was made of another address before is
 * replaced, and continues.
 *
 * @param hasUser whether NEO4J_USER and NEO4J_PASSWORD are set; without them Neo4j is asked as nobody
 */
export function sinkStatements({ opensearch, neo4j }: CatalogueSinks, hasUser: boolean): string {
  const statements: string[] = [];
  if (opensearch !== undefined)
    statements.push(
      'DROP CONNECTOR IF EXISTS catalogue_search;',
      connectorsOf('opensearch').replaceAll(`\${env:OPENSEARCH_URL}`, quoted(opensearch)),
    );
  if (neo4j !== undefined) {
    const sql = connectorsOf('neo4j').replaceAll(`\${env:NEO4J_URL}`, quoted(neo4j));
    statements.push(
      'DROP CONNECTOR IF EXISTS catalogue_graph_parts;',
      'DROP CONNECTOR IF EXISTS catalogue_graph_places;',
      hasUser ? sql : sql.replaceAll(USER, "'neo4j.authentication.type' = 'NONE',"),
    );
  }
  return statements.join('\n');
}

const connectorsOf = (name: string): string =>
  readFileSync(join(CATALOGUE_SQL_FOLDER, 'connectors', `${name}.sql`), 'utf8');

const quoted = (text: string): string => text.replaceAll("'", "''");
