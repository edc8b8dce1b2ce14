/** A test of a file: what stands between a `--@test` and the next one. */
export interface SqlTest {
  /** As messages name it. */
  readonly file: string;
  readonly name: string;
  /** Where it begins, from 1 on. */
  readonly line: number;
  /** From its `--@test` on. */
  readonly text: string;
  /** What `--@define` and `--@run` say at the head of the file: it is done before each test. */
  readonly head: readonly Directive[];
  /** Statements of no test, in front of the first: that fails, as in ksqlDB. */
  readonly isStray?: true;
}

/** `--@type: contents`; types are in lower case. */
export interface Directive {
  readonly type: string;
  readonly contents: string;
  /** Its offset in the text. */
  readonly start: number;
}
