import { memoryChangelog } from '../../../src/queries/transient/memory-changelog.ts';

describe('a changelog in memory', () => {
  it('gives back what its store may still read, and lets go of the rest', () => {
    const needed: { readonly position: number; readonly text: string }[] = [];
    const changelog = memoryChangelog({
      oldestLsn: () => needed[0]?.position ?? Number.POSITIVE_INFINITY,
    });
    let first: number | undefined;
    for (let i = 0; i < 20_000; i++) {
      const text = `${i}`.repeat(1 + (i % 30));
      changelog.begin().string(text);
      const position = changelog.end();
      first ??= position;
      needed.push({ position, text });
      if (needed.length > 100 || i % 500 === 0) needed.shift();
      for (const kept of [needed[0], needed.at(-1)])
        if (kept !== undefined) expect(changelog.read(kept.position).string()).toBe(kept.text);
    }
    expect(() => changelog.read(first!)).toThrow();
  });

  it('keeps nothing for a store that reads nothing back', () => {
    const changelog = memoryChangelog({});
    const large = Buffer.alloc(40_000);
    const lengths = Array.from({ length: 100 }, () => {
      const writer = changelog.begin();
      writer.bytes(large);
      changelog.end();
      return writer.length();
    });
    expect(Math.max(...lengths)).toBeLessThan(200_000);
  });
});
