/** A Schema Registry at https://, with certificates that the test makes. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { connectSchemaRegistry, registryOfEnv } from '../../src/schema-topics/connect-registry.ts';
import { selfSigned } from '../support/x509.ts';

const folder = mkdtempSync(join(tmpdir(), 'registry-tls-'));
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const server = selfSigned('a registry');
const stranger = selfSigned('a stranger');
const client = selfSigned('a client');

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const truststore = file('server.pem', server.cert);

/** Has the schema of the id 7, for who comes with this user and password. */
async function served(user?: string, options: TlsOptions = {}): Promise<string> {
  const wanted = user && `Basic ${Buffer.from(user).toString('base64')}`;
  const https = createServer({ key: server.key, cert: server.cert, ...options }, (request, response) => {
    if (wanted !== undefined && request.headers.authorization !== wanted)
      response.writeHead(401).end('{"error_code":401,"message":"Unauthorized"}');
    else response.end('{"schema":"\\"int\\""}');
  });
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));
  closing.push(
    () =>
      new Promise((resolve) => {
        https.close(resolve);
        https.closeAllConnections();
      }),
  );
  return `https://127.0.0.1:${(https.address() as AddressInfo).port}`;
}

type Registry = ReturnType<typeof connectSchemaRegistry>;
function closed<T extends Registry | undefined>(registry: T): T {
  closing.push(async () => registry?.close());
  return registry;
}

const found = expect.objectContaining({ id: 7, schema: '"int"' });

it('is asked with the certificate that it is to have, by files and by the environment', async () => {
  const url = await served('me:s3cret');
  expect(await closed(connectSchemaRegistry(url, 'me:s3cret', { truststore })).load(7)).toEqual(found);
  const env = { SCHEMA_REGISTRY_URL: url, SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION: truststore };
  const user = { SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO: 'me:s3cret' };
  expect(await closed(registryOfEnv({ ...env, ...user }))?.load(7)).toEqual(found);
  const userFile = { SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO_FILE: file('user', 'me:s3cret\n') };
  expect(await closed(registryOfEnv({ ...env, ...userFile }))?.load(7)).toEqual(found);
  expect(() => registryOfEnv({ ...env, ...user, ...userFile })).toThrow(
    'both SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO and SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO_FILE are set: set one',
  );
});

it('is not asked with a certificate that nobody vouches for, and says what to do', async () => {
  const url = await served();
  const hint =
    'if you trust it, name a PEM file of its authority’s certificate in SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION (ksql.schema.registry.ssl.truststore.location)';
  for (const certificates of [{}, { truststore: file('stranger.pem', stranger.cert) }])
    await expect(closed(connectSchemaRegistry(url, undefined, certificates)).load(7)).rejects.toMatchObject({
      message: `no secure connection to the Schema Registry at ${url}: self-signed certificate; ${hint}`,
    });
});

it('says that a user is wanted, or not taken, and shows no password', async () => {
  const url = await served('me:s3cret');
  await expect(closed(connectSchemaRegistry(url, undefined, { truststore })).load(7)).rejects.toMatchObject({
    status: 401,
    message: `the Schema Registry at ${url} wants a user and a password (401): give user:password in SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO (ksql.schema.registry.basic.auth.user.info)`,
  });
  const wrong = url.replace('//', '//me:wr0ng@');
  await expect(closed(connectSchemaRegistry(wrong, undefined, { truststore })).load(7)).rejects.toMatchObject(
    {
      status: 401,
      message: `the Schema Registry at ${url} does not take the user and the password that it is given (401): see SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO (ksql.schema.registry.basic.auth.user.info)`,
    },
  );
});

it('is shown a certificate where it wants to see one', async () => {
  // with TLS 1.3 a client is connected before the server has looked at its certificate: 1.2 says so at once
  const url = await served(undefined, { requestCert: true, ca: client.cert, maxVersion: 'TLSv1.2' });
  const keystore = file('client.pem', client.keystore('k3y'));
  const shown = connectSchemaRegistry(url, undefined, { truststore, keystore, keyPassword: 'k3y' });
  expect(await closed(shown).load(7)).toEqual(found);
  const env = {
    SCHEMA_REGISTRY_URL: url,
    SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION: truststore,
    SCHEMA_REGISTRY_SSL_KEYSTORE_LOCATION: keystore,
  };
  const named = registryOfEnv({ ...env, SCHEMA_REGISTRY_SSL_KEY_PASSWORD: 'k3y' });
  expect(await closed(named)?.load(7)).toEqual(found);
  const locked = registryOfEnv({ ...env, SCHEMA_REGISTRY_SSL_KEY_PASSWORD: 'wr0ng' });
  await expect(closed(locked)?.load(7)).rejects.toThrow(
    /^the certificates for the Schema Registry at \S+ can’t be used: (?!.*wr0ng).*; see SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION/,
  );
});

it('refuses files that are not there or not PEM, by the setting’s name', async () => {
  const env = { SCHEMA_REGISTRY_URL: 'https://registry.example' };
  const absent = join(folder, 'absent');
  expect(() => registryOfEnv({ ...env, SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION: absent })).toThrow(
    `SCHEMA_REGISTRY_SSL_TRUSTSTORE_LOCATION: ${absent} can’t be read (ENOENT)`,
  );
  expect(() => registryOfEnv({ ...env, SCHEMA_REGISTRY_SSL_KEYSTORE_LOCATION: truststore })).toThrow(
    `SCHEMA_REGISTRY_SSL_KEYSTORE_LOCATION: ${truststore} has no PRIVATE KEY in it: it wants a PEM file`,
  );
  expect(() => registryOfEnv({ ...env, SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO_FILE: absent })).toThrow(
    `SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO_FILE: ${absent} can’t be read (ENOENT)`,
  );
});
