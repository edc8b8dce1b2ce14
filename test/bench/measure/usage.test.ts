import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureUsage } from '../../../bench/measure/usage.ts';

test('says what a stretch of work took', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usage-'));
  try {
    const usage = measureUsage();
    const bytes = Buffer.alloc(40 * 2 ** 20, 1);
    writeFileSync(join(folder, 'file'), bytes.subarray(0, 5 * 2 ** 20));
    for (const begun = process.cpuUsage(); process.cpuUsage(begun).user < 50_000; );
    const { seconds, cpuSeconds, peakRssMb, bytesWritten, gcShare } = usage.stop();
    expect(seconds).toBeGreaterThan(0);
    expect(cpuSeconds).toBeGreaterThan(0.03);
    expect(peakRssMb).toBeGreaterThan(40);
    if (process.platform === 'linux') expect(bytesWritten).toBeGreaterThanOrEqual(5 * 2 ** 20);
    expect(gcShare).toBeGreaterThanOrEqual(0);
    expect(gcShare).toBeLessThan(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
