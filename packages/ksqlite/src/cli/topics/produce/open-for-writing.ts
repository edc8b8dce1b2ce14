import { findLog } from '../../../database/folder/folder-layout.ts';
import { serverOf } from '../../../database/folder/server-note.ts';
import { openDatabase } from '../../../database/open-database.ts';
import { commandErrorOf } from '../../../errors/command-error-of.ts';
import { registryOfEnv } from '../../../schema-topics/connect-registry.ts';
import { openBroker, type WritableTopics } from '../open-broker.ts';
import { noFolder, type OpenWith, openServer } from '../open-for-reading.ts';
import type { Place } from '../place.ts';

/**
 * Opens topics for writing. A data folder is this process's meanwhile, and its statements run.
 *
 * @param mayMake whether a data folder is made where there is none
 * @returns undefined when the signal fired before a broker answered
 * @throws CommandError DATA_IN_USE, TOPIC_UNKNOWN when there is no such folder, KAFKA_…, KSQLDB_URL
 */
export async function openForWriting(
  place: Place,
  options: OpenWith,
  mayMake: boolean,
): Promise<WritableTopics | undefined> {
  const remote = registryOfEnv(options.env);
  if (place.kind === 'server') return openServer(place.url, remote, options);
  if (place.kind === 'kafka') return openBroker(place, remote, options.retry);
  const { folder } = place;
  if (!mayMake && findLog(folder) === undefined) throw noFolder(folder);
  const database = await openDatabase(folder).catch((error: unknown) => {
    throw whoElse(error, folder);
  });
  return {
    topics: database.topics,
    where: `the data folder ${folder}`,
    registry: () => remote ?? database.schemaRegistry,
    close: async () => {
      await database.close();
      await remote?.close();
    },
  };
}

/** Says of a folder that is in use how its owner is sent records. */
function whoElse(error: unknown, folder: string): unknown {
  const told = commandErrorOf(error);
  if (told.code !== 'DATA_IN_USE') return error;
  const url = serverOf(folder);
  if (url === undefined) return told;
  return told.withMessage(`${told.message} To send records to it: ksqlite produce --server ${url}`);
}
