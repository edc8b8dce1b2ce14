/** A connector's configuration: keys of Kafka Connect, and what they are set to. */
export type Config = Readonly<Record<string, string>>;
