import { createConnection } from 'node:net';
import { fileURLToPath } from 'node:url';
import { describeOnServer, type JavaServer, startJavaServer } from '../java-server/java-server.ts';

const PROGRAM = { folder: fileURLToPath(new URL('.', import.meta.url)), className: 'Neo4jForTests' };

/** Neo4j 5.26 with Bolt on loopback, without users: some seconds. */
export const startNeo4jServer = (): Promise<JavaServer> =>
  startJavaServer(
    PROGRAM,
    (port) =>
      new Promise<boolean>((resolve) => {
        const socket = createConnection(port, '127.0.0.1', () => resolve(true));
        socket.once('error', () => resolve(false));
        socket.once('connect', () => socket.destroy());
      }),
  );

/** A `describe` with a Neo4j of its own. `REQUIRE_NEO4J=1`: it may not be skipped. */
export const describeOnNeo4j = (title: string, tests: (server: () => JavaServer) => void): void =>
  describeOnServer({ name: 'Neo4j', start: startNeo4jServer, required: 'REQUIRE_NEO4J' }, title, tests);
