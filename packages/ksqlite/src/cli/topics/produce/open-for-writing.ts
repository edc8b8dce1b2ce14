import { findLog } from '../../../database/folder/folder-layout.ts';
import { openDatabase } from '../../../database/open-database.ts';
import { commandErrorOf } from '../../../errors/command-error-of.ts';
import { registryOfEnv } from '../../../schema-topics/connect-registry.ts';
import type { RetryWithBackoff } from '../../support/retry-with-backoff.ts';
import type { Env } from '../../support/run-main.ts';
import { openBroker, type WritableTopics } from '../open-broker.ts';
import { noFolder } from '../open-for-reading.ts';
import type { Place } from '../place.ts';

/**
 * Opens topics for writing. A data folder is this process's meanwhile, and its statements run.
 *
 * @param mayMake whether a data folder is made where there is none
 * @returns undefined when the signal fired before a broker answered
 * @throws CommandError DATA_IN_USE, TOPIC_UNKNOWN when there is no such folder, KAFKA_…
 */
export async function openForWriting(
  place: Place,
  { env, retry, mayMake }: { readonly env: Env; readonly retry: RetryWithBackoff; readonly mayMake: boolean },
): Promise<WritableTopics | undefined> {
  const remote = registryOfEnv(env);
  if (place.kind === 'folder') {
    const { folder } = place;
    if (!mayMake && findLog(folder) === undefined) throw noFolder(folder);
    const database = await openDatabase(folder).catch((error: unknown) => {
      throw whoElse(error);
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
  return openBroker(place, remote, retry);
}

/** Says of a folder that is in use how its owner is sent records. */
function whoElse(error: unknown): unknown {
  const told = commandErrorOf(error);
  if (told.code !== 'DATA_IN_USE') return error;
  return told.withMessage(
    `${told.message} To send records to it: INSERT INTO by ksqlite sql, or ksqlite dev --input TOPIC=FILE`,
  );
}
