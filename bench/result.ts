export interface BenchResult {
  readonly partsPerSecond: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly peakRssMb: number;
  readonly bytesPerPart: number;
  readonly commits: number;
}
