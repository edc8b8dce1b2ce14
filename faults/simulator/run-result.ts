/** What a simulated run came to. */
export interface RunResult {
  readonly seed: number;
  readonly violations: readonly string[];
  /** how each process but the last ended */
  readonly ends: readonly string[];
  /** of the event loop */
  readonly steps: number;
  /** segments that were deleted; undefined: none could be */
  readonly deleted?: number;
}
