/** What the catalogue's sinks hold, as catalogue-check reads it. */
import neo4j from 'neo4j-driver';
import type { CatalogueGraph } from './catalogue-check.mjs';

/** All documents of an index, by id. */
export async function dumpIndex(url: string, index: string): Promise<Readonly<Record<string, unknown>>> {
  const ask = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  await ask(`/${index}/_refresh`);
  const found: Record<string, unknown> = {};
  for (let after: readonly unknown[] | undefined; ; ) {
    const page = { size: 1_000, sort: [{ id: 'asc' }], ...(after && { search_after: after }) };
    const { hits } = (await ask(`/${index}/_search`, page)) as {
      hits: { hits: { _id: string; _source: unknown; sort: readonly unknown[] }[] };
    };
    for (const { _id, _source } of hits.hits) found[_id] = _source;
    after = hits.hits.at(-1)?.sort;
    if (after === undefined) return found;
  }
}

const GRAPH: Readonly<Record<keyof CatalogueGraph, string>> = {
  parts: 'MATCH (n:Part) RETURN properties(n) AS found',
  suppliers: 'MATCH (n:Supplier) RETURN properties(n) AS found',
  states: 'MATCH (n:State) RETURN properties(n) AS found',
  cars: 'MATCH (n:Car) RETURN properties(n) AS found',
  has: 'MATCH (a:Car)-[:HAS]->(b) RETURN [a.sku, b.id] AS found',
  suppliedBy: 'MATCH (a:Part)-[:SUPPLIED_BY]->(b) RETURN [a.id, b.id] AS found',
  locatedIn: 'MATCH (a:Supplier)-[:LOCATED_IN]->(b) RETURN [a.id, b.id] AS found',
};

export async function dumpGraph(uri: string): Promise<CatalogueGraph> {
  const driver = neo4j.driver(uri, undefined, { disableLosslessIntegers: true });
  try {
    const dumps = await Promise.all(
      Object.entries(GRAPH).map(async ([name, query]) => {
        const { records } = await driver.executeQuery(query);
        return [name, records.map((record) => record.get('found'))] as const;
      }),
    );
    return Object.fromEntries(dumps) as unknown as CatalogueGraph;
  } finally {
    await driver.close();
  }
}
