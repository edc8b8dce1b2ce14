/** A JSON text as a tree that keeps what `JSON.parse` loses: the order of names, and how numbers were written. */
export type JsonNode = null | boolean | string | JsonNumber | readonly JsonNode[] | JsonObject;

export type JsonObject = ReadonlyMap<string, JsonNode>;

/** A number as it was written: `1`, `1.0` and `1e0` differ. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  get value(): number {
    return Number(this.text);
  }

  get isWhole(): boolean {
    return !/[.eE]/.test(this.text);
  }
}

export const isObject = (node: JsonNode | undefined): node is JsonObject => node instanceof Map;

export const isArray = (node: JsonNode | undefined): node is readonly JsonNode[] => Array.isArray(node);

export const textOf = (node: JsonNode | undefined): string | undefined =>
  typeof node === 'string' ? node : undefined;
