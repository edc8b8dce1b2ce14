import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const POM = fileURLToPath(new URL('pom.xml', import.meta.url));

/** What is cached is of this pom.xml; it lies outside the tree. */
const folderOf = (kind: string): string => {
  const version = createHash('sha256').update(readFileSync(POM)).digest('hex').slice(0, 12);
  return join(tmpdir(), `rccar-kafka-broker-${userInfo().uid}`, `${kind}-${version}`);
};

/** The folder of the broker's jars, fetched by Maven the first time (half a minute). */
export const brokerJars = (): Promise<string> =>
  cached(folderOf('jars'), async (folder) => {
    const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
    await run('mvn', ['-q', '-B', '-f', POM, goal, `-DoutputDirectory=${folder}`, '-DincludeScope=runtime']);
  });

export const STORE_PASSWORD = 'changeit';

/** A folder with the broker's key (`broker.p12`) and the certificate to trust (`ca.pem`), for 127.0.0.1. */
export const brokerCertificate = (): Promise<string> =>
  cached(folderOf('certificate'), async (folder) => {
    const store = [
      '-keystore',
      join(folder, 'broker.p12'),
      '-storetype',
      'PKCS12',
      '-storepass',
      STORE_PASSWORD,
    ];
    const subject = ['-dname', 'CN=127.0.0.1', '-ext', 'san=ip:127.0.0.1', '-ext', 'bc=ca:true'];
    mkdirSync(folder, { recursive: true });
    await run('keytool', [
      '-genkeypair',
      '-alias',
      'broker',
      '-keyalg',
      'EC',
      '-validity',
      '3650',
      ...store,
      ...subject,
    ]);
    await run('keytool', [
      '-exportcert',
      '-rfc',
      '-alias',
      'broker',
      '-file',
      join(folder, 'ca.pem'),
      ...store,
    ]);
  });

/** Makes a folder once; who makes it at the same time makes another, and one of them stays. */
async function cached(folder: string, make: (folder: string) => Promise<void>): Promise<string> {
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  await make(draft);
  try {
    renameSync(draft, folder);
  } catch {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}
