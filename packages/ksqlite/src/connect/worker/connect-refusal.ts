/** A connector that can't be made, or is not there. `status` is the one that Kafka Connect's REST API answers with. */
export class ConnectRefusal extends Error {
  override readonly name = 'ConnectRefusal';
  readonly status: 400 | 404 | 409;

  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}
