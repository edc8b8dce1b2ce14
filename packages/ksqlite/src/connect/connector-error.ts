/**
 * What a connector throws where trying again can't help, such as a slot that belongs to another server: its task is FAILED until
 * somebody restarts it. Whatever else it throws is tried again, with back-off.
 */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError';
}
