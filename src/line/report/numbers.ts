/** 1234567 → "1,234,567" */
export function grouped(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** A time as people say it: "0.4 ms" "12 ms", "3.2 s", "4 min 05 s". */
export function duration(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}

/** 0.973 → "97.3 %" */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** A bar of at most `width` columns for a share of 0 to 1; the smallest share that is not 0 shows. */
export function bar(share: number, width: number): string {
  const eighths = Math.min(width * 8, Math.max(share > 0 ? 1 : 0, Math.round(share * width * 8)));
  return '█'.repeat(Math.floor(eighths / 8)) + (EIGHTHS[eighths % 8] ?? '');
}

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
