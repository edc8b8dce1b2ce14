/** The connectors of ksql/catalogue on a real OpenSearch and a real Neo4j, killed on the way: they hold what the independent check computes. */
import { openDatabase } from 'ksqlite';
import { applyScripts } from 'ksqlite/cli';
import {
  describeOnServer,
  type JavaServer,
} from '../../../packages/ksqlite/test/support/java-server/java-server.ts';
import { startNeo4jServer } from '../../../packages/ksqlite/test/support/neo4j-server/on-neo4j.ts';
import { startOpenSearchServer } from '../../../packages/ksqlite/test/support/opensearch-server/on-opensearch.ts';
import { sinkStatements } from '../../../src/line/catalogue/sink-statements.ts';
import { catalogueScripts, lineScripts } from '../../../src/line/sql-folder.ts';
import { type CatalogueRecord, checkCatalogue } from '../../support/catalogue-check.mjs';
import { seeded } from '../../support/input-cars.ts';
import { cleanUp, temporaryFolder } from '../../support/line-process.ts';
import { MadeCatalogue } from '../../support/made-catalogue.ts';
import { dumpGraph, dumpIndex } from '../../support/sink-dumps.ts';

afterAll(cleanUp);

const START = Date.UTC(2026, 0, 1);
const both = {
  name: 'OpenSearch and Neo4j',
  required: 'REQUIRE_NEO4J',
  start: async (): Promise<JavaServer & { readonly search: JavaServer }> => {
    const [graph, search] = await Promise.all([startNeo4jServer(), startOpenSearchServer()]);
    return { ...graph, search, stop: async () => void (await Promise.all([graph.stop(), search.stop()])) };
  },
};

/** A completed car of seven parts that are offered or not. */
function car(made: MadeCatalogue, random: () => number) {
  const ids = [...made.rows.parts.values()].map(({ id }) => id);
  const part = () => ({ id: ids[Math.floor(random() * ids.length)], part: { price: 10 } });
  return {
    totalPrice: 70,
    body: part(),
    engine: part(),
    remoteControl: part(),
    wheels: [part(), part(), part(), part()],
    situation: 'COMPLETE',
  };
}

describeOnServer(both, 'the catalogue’s sinks', (servers) => {
  test('index and graph are what the history says, over kills of both servers and of ours', async () => {
    const graph = servers();
    const { search } = graph as JavaServer & { readonly search: JavaServer };
    const opensearch = `http://127.0.0.1:${search.port}`;
    const neo4j = `bolt://127.0.0.1:${graph.port}`;
    const folder = temporaryFolder();
    const made = new MadeCatalogue(70, 'sinks');
    const random = seeded(5);
    const cars: CatalogueRecord[] = [];
    let at = START;
    let database = await openDatabase(folder);
    await applyScripts(database, lineScripts(), Date.now);
    await applyScripts(database, catalogueScripts(), Date.now, lineScripts());
    // a busy machine is slow; and what is away is asked often
    await database.execute(sinkStatements({ opensearch, neo4j }, false).replaceAll("'10000'", "'200'"));

    const work = async (steps: number): Promise<void> => {
      for (let step = 0; step < steps; step++) {
        at += 1_000;
        const value = car(made, random);
        const key = `car-${cars.length}`;
        cars.push({ partition: 0, offset: cars.length, timestamp: at, key, value });
        await database.topics.produce([
          ...made.next(at),
          { topic: 'rccar-completed', key, value: JSON.stringify(value), timestamp: at },
        ]);
      }
    };
    const wrong = async (): Promise<readonly string[]> => {
      const sinks = {
        index: await dumpIndex(opensearch, 'catalogue-documents'),
        graph: await dumpGraph(neo4j),
      };
      const { violations } = checkCatalogue(made.history, { 'rccar-completed': cars }, 0, sinks);
      return violations.filter((text) => /^(index|graph):/.test(text));
    };
    const caughtUp = async (): Promise<void> => {
      for (let last = ''; ; ) {
        const found = (await wrong().catch((error) => [String(error)])).join('\n');
        if (found === '') return;
        // what it waits for is seen where it never comes
        if (found !== last) process.stderr.write(`${found.slice(0, 200)}\n`);
        last = found;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
    };

    await database.topics.produce(made.fill(at));
    await work(30);
    await search.kill();
    await work(20);
    await search.restart();
    await caughtUp();
    await graph.kill();
    await work(20);
    await database.close();
    await graph.restart();
    database = await openDatabase(folder);
    await work(20);
    await caughtUp();
    expect(Object.keys(await dumpIndex(opensearch, 'catalogue-documents')).length).toBeGreaterThan(20);
    for (const letters of ['catalogue-search-letters', 'catalogue-graph-letters'])
      expect([letters, database.countRecords(letters)]).toEqual([letters, 0]);
    await database.close();
  }, 1_800_000);
});
