import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { classPathOf, type JavaProgram, missingJava } from './java-program.ts';

const KEEPER = fileURLToPath(new URL('../kafka-broker/broker-keeper.mjs', import.meta.url));
/** With the jars fetched, on a slow machine. */
const START_MS = 900_000;
const JVM = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];

export interface JavaServer {
  readonly port: number;
  /** Kills the JVM at once, as a power cut does. */
  readonly kill: () => Promise<void>;
  /** Starts it again with what it had, at the same port. */
  readonly restart: () => Promise<void>;
  /** Ends it, and removes what it had. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts a server on loopback, as `CLASS FOLDER PORT`. It dies with this process.
 *
 * @param answers whether it answers at a port
 * @throws Error when it ends before it answers, with what it said
 */
export async function startJavaServer(
  program: JavaProgram,
  answers: (port: number) => Promise<boolean>,
): Promise<JavaServer> {
  const classPath = await classPathOf(program);
  const folder = mkdtempSync(join(tmpdir(), 'rccar-java-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const port = await freePort();
  const start = async () => {
    rmSync(join(folder, 'pid'), { force: true });
    const java = [...JVM, '-cp', classPath, program.className, data, String(port)];
    const keeper = spawn(process.execPath, [KEEPER, String(process.pid), folder, ...java], {
      detached: true,
      stdio: 'ignore',
    });
    keeper.unref();
    let isOver = false;
    keeper.once('exit', () => {
      isOver = true;
    });
    while (!(await answers(port))) {
      if (isOver)
        throw new Error(`${program.className} ended:\n${readFileSync(join(folder, 'output.txt'), 'utf8')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const kill = async () => {
    if (!existsSync(join(folder, 'pid'))) return;
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    while (killed(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  await start();
  return {
    port,
    kill,
    restart: start,
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** false: it is gone */
function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch {
    return false;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * A `describe` with a server of its own; skipped with a word where Java or Maven are missing, which is a failure where `required` is 1 in the
 * environment.
 */
export function describeOnServer(
  {
    name,
    start,
    required,
  }: { readonly name: string; readonly start: () => Promise<JavaServer>; readonly required: string },
  title: string,
  tests: (server: () => JavaServer) => void,
): void {
  const missing = missingJava();
  if (missing !== undefined && process.env[required] !== '1') {
    process.stderr.write(`skipped, no ${missing} here: ${title}\n`);
    describe.skip(`${title} (no ${missing} here)`, () => {
      test.todo(`needs ${name}`);
    });
    return;
  }
  describe(title, () => {
    let server: JavaServer | undefined;
    beforeAll(async () => {
      server = await start();
    }, START_MS);
    afterAll(() => server?.stop());
    tests(() => {
      if (server === undefined) throw new Error('not started');
      return server;
    });
  });
}
