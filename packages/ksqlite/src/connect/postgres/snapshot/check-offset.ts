import type { PostgresConfig } from '../config/postgres-config.ts';
import { lsnText } from '../lsn.ts';
import type { PostgresOffset } from '../offset.ts';
import type { Server, Slot } from './slot.ts';

/** Why a server can't have what follows an offset; undefined: it can. */
export function checkOffset(
  { slot: name, hostname, port }: PostgresConfig,
  { system, timeline, flush, lsn }: PostgresOffset,
  server: Server,
  slot: Slot | undefined,
): string | undefined {
  const out =
    'changes may be missing. Let it read all rows again (snapshot.mode=when_needed), or give the connector another name';
  if (server.system !== system)
    return `the server at ${hostname}:${port} is another one (system ${server.system}, it was ${system}): ${out}`;
  if (server.timeline !== timeline)
    return `the server at ${hostname}:${port} has been replaced by a standby or restored (timeline ${server.timeline}, it was ${timeline}): ${out}`;
  if (slot === undefined) return `the replication slot ${name} is gone: ${out}`;
  if (slot.state === 'lost')
    return `the server has dropped what the replication slot ${name} still needed (max_slot_wal_keep_size): ${out}`;
  if (slot.flushed !== undefined && slot.flushed > Math.max(flush, lsn))
    return `the replication slot ${name} has been read by somebody else, to ${lsnText(slot.flushed)}, and this connector is at ${lsnText(lsn)}: ${out}`;
  return undefined;
}
