#!/usr/bin/env node
/**
 * The program `ksqlite`. Nothing is imported before Node's version is known to do: what an old one can't read would end
 * in a stack trace.
 */
import { nodeTooOld } from '../node-version.ts';

const tooOld = nodeTooOld(process.versions.node);
if (tooOld === undefined) {
  const { runKsqlite } = await import('./run-ksqlite.ts');
  runKsqlite(process.argv.slice(2));
} else {
  process.stderr.write(`NODE_TOO_OLD: ${tooOld}\n`);
  process.exitCode = 2;
}
