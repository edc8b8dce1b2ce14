import { fileURLToPath } from 'node:url';
import { describeOnServer, type JavaServer, startJavaServer } from '../java-server/java-server.ts';

const PROGRAM = { folder: fileURLToPath(new URL('.', import.meta.url)), className: 'OpenSearchForTests' };

/** OpenSearch 2.19 on loopback: some seconds. */
export const startOpenSearchServer = (): Promise<JavaServer> =>
  startJavaServer(PROGRAM, async (port) => {
    const health = await fetch(`http://127.0.0.1:${port}/_cluster/health`).catch(() => undefined);
    return health?.ok === true && /"status":"(green|yellow)"/.test(await health.text());
  });

/** A `describe` with an OpenSearch of its own. `REQUIRE_OPENSEARCH=1`: it may not be skipped. */
export const describeOnOpenSearch = (title: string, tests: (server: () => JavaServer) => void): void =>
  describeOnServer(
    { name: 'OpenSearch', start: startOpenSearchServer, required: 'REQUIRE_OPENSEARCH' },
    title,
    tests,
  );
