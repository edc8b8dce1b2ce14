import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brokerCertificate, brokerJars, STORE_PASSWORD } from './broker-jars.ts';

const run = promisify(execFile);
const KEEPER = fileURLToPath(new URL('broker-keeper.mjs', import.meta.url));
const JVM = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto'];
const CLUSTER_ID = 'rccarTestsrccarTests_w';
const START_MS = 90_000;

export const SASL_USER = { username: 'tester', password: 'tester-secret' };

/** Where a broker listens: plain, with user and password, with TLS. */
export interface BrokerAddresses {
  readonly bootstrap: string;
  readonly sasl: string;
  readonly ssl: string;
  /** a file with the certificate to trust */
  readonly ca: string;
}

export interface KafkaBroker extends BrokerAddresses {
  /** Kills the JVM at once, as a power cut does. */
  readonly kill: () => Promise<void>;
  /** Starts it again with what it had, at the same addresses. */
  readonly restart: () => Promise<void>;
}

/**
 * Starts Apache Kafka as one KRaft node on loopback, with its data in `folder`. It dies with the process `parent`.
 * Throws when it does not come up within 90 s.
 */
export async function startKafkaBroker(folder: string, parent: number = process.pid): Promise<KafkaBroker> {
  const [jars, certificate] = await Promise.all([brokerJars(), brokerCertificate()]);
  mkdirSync(folder, { recursive: true });
  const ports = await freePorts(4);
  const [plain = 0, sasl = 0, ssl = 0] = ports;
  writeFileSync(join(folder, 'server.properties'), serverProperties(folder, ports, certificate));
  writeFileSync(join(folder, 'log4j.properties'), LOG4J);
  const java = [
    ...JVM,
    `-Dlog4j.configuration=file:${join(folder, 'log4j.properties')}`,
    '-cp',
    join(jars, '*'),
  ];
  const properties = join(folder, 'server.properties');
  await run('java', [...java, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', properties]);

  const start = async () => {
    const keeper = spawn(
      process.execPath,
      [KEEPER, String(parent), folder, ...java, 'kafka.Kafka', properties],
      {
        detached: true, // it outlives the worker that started it
        stdio: 'ignore',
      },
    );
    keeper.unref();
    await answers(plain, folder);
  };
  await start();
  return {
    bootstrap: `127.0.0.1:${plain}`,
    sasl: `127.0.0.1:${sasl}`,
    ssl: `127.0.0.1:${ssl}`,
    ca: join(certificate, 'ca.pem'),
    kill: () => killBroker(folder),
    restart: start,
  };
}

/** Kills the broker of a folder, if there is one. */
export async function killBroker(folder: string): Promise<void> {
  if (!existsSync(join(folder, 'pid'))) return;
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  while (signal(pid, 'SIGKILL')) await new Promise((resolve) => setTimeout(resolve, 20));
}

function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    process.kill(pid, name);
    return true;
  } catch {
    return false;
  }
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function answers(port: number, folder: string): Promise<void> {
  for (const end = Date.now() + START_MS; ; ) {
    const connected = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1', () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (connected) return;
    if (Date.now() > end)
      throw new Error(`Kafka did not start:\n${readFileSync(join(folder, 'output.txt'))}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const LOG4J = `log4j.rootLogger=WARN, out
log4j.appender.out=org.apache.log4j.ConsoleAppender
log4j.appender.out.layout=org.apache.log4j.PatternLayout
log4j.appender.out.layout.ConversionPattern=%d %p %c %m%n
`;

function serverProperties(folder: string, ports: readonly number[], certificate: string): string {
  const [plain, sasl, ssl, controller] = ports;
  const addresses = `PLAINTEXT://127.0.0.1:${plain},SASL_PLAINTEXT://127.0.0.1:${sasl},SSL://127.0.0.1:${ssl}`;
  const { username, password } = SASL_USER;
  const lines = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controller}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `${addresses},CONTROLLER://127.0.0.1:${controller}`,
    'advertised.listeners': addresses,
    'listener.security.protocol.map':
      'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT',
    'sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.sasl_plaintext.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_${username}="${password}";`,
    'ssl.keystore.type': 'PKCS12',
    'ssl.keystore.location': join(certificate, 'broker.p12'),
    'ssl.keystore.password': STORE_PASSWORD,
    'log.dirs': join(folder, 'data'),
    'num.network.threads': 2,
    'num.io.threads': 4,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 4,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 4,
    'group.initial.rebalance.delay.ms': 0,
    // Short, so that tests need not wait long for what was killed.
    'group.min.session.timeout.ms': 1_000,
    'transaction.abort.timed.out.transaction.cleanup.interval.ms': 1_000,
    // Records carry other times than the clock's.
    'log.retention.ms': -1,
    // The default: a client that asks for a topic that is not there must not make one.
    'auto.create.topics.enable': true,
  };
  return Object.entries(lines)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
