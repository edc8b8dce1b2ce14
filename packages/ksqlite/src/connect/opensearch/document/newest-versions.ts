import { ConnectorError } from '../../connector-error.ts';
import type { SinkContext } from '../../port.ts';
import type { Operation } from './operation-of.ts';

/**
 * Versions that were found where an older one was to be written: the newest of each partition. One beyond the partition's end can't be of a
 * record of it, so the index has documents of another topic.
 */
export class NewestVersions {
  readonly #newest = new Map<string, { readonly operation: Operation; readonly version: number }>();

  add(operation: Operation, version: number): void {
    const { topic, partition } = operation.record.origin;
    const place = `${topic}/${partition}`;
    if (version > (this.#newest.get(place)?.version ?? 0)) this.#newest.set(place, { operation, version });
  }

  /** @throws ConnectorError where one is of another topic */
  async check({ endOf }: Pick<SinkContext, 'endOf'>): Promise<void> {
    for (const { operation, version } of this.#newest.values()) {
      const { topic, partition } = operation.record.origin;
      const end = await endOf(topic, partition);
      if (end !== undefined && version > end)
        throw new ConnectorError(
          `the document ${operation.index}/${operation.id} has version ${version}, and ${topic}/${partition} ends at ${end}: the index has documents of another topic of this name, or of several. Delete the index and this connector, and make it again under another name`,
        );
    }
  }
}
