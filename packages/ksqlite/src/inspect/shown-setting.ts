import { shownAddresses } from '../schemas/remote/registry-address.ts';

/** Names of settings that are secrets: passwords, tokens, `user:password`, private keys. */
const SECRET = /password|secret|credential|token|user\.info|jaas\.config|keystore\.key/i;

/**
 * The value of a setting as others may see it. ksqlDB shows a secret of its clients as `[hidden]`, too; it does show user and password
 * of an address, which are left out here.
 */
export function shownSetting(name: string, value: string): string {
  if (SECRET.test(name)) return '[hidden]';
  return /:\/\/.*@/s.test(value) ? shownAddresses(value) : value;
}
