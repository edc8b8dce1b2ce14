import { NO_HEADERS, type RecordHeader } from '../log/topics/log-record.ts';

/**
 * What a sub-topology's results take over from the record that they were made of: as in Kafka Streams, its headers. Of a
 * joined record they are those of the side that came last.
 */
export class RecordOrigin {
  headers: readonly RecordHeader[] = NO_HEADERS;
}
